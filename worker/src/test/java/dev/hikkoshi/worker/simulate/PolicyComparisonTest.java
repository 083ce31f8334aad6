package dev.hikkoshi.worker.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.capacity.CapacityProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PolicyComparisonTest {
  private static SimulationResult result(double efficiency, double refused) {
    return new SimulationResult(
        PolicyName.FIXED, 0, 0, efficiency, 0, 0, refused, 0, 0, 0, new Timeline());
  }

  private static PolicyComparison of(double efficiency, double refused) {
    return new PolicyComparison(
        result(efficiency, refused),
        List.of(result(0.9, 0.2), result(0.99, 0.01), result(0.95, 0.1)));
  }

  @Test
  void isAsEfficientAsTheBestOfThemButForAHundredth() {
    assertThat(of(0.981, 0).isAsEfficient()).isTrue();
    assertThat(of(0.979, 0).isAsEfficient()).isFalse();
  }

  @Test
  void isAsSeldomRefusedAsTheMiddleOneOfThem() {
    assertThat(of(1, 0.1).isAsSeldomRefused()).isTrue();
    assertThat(of(1, 0.101).isAsSeldomRefused()).isFalse();
  }

  @Test
  void runsEveryPolicyThatKnowsNoMoreThanOurs() {
    var profile = CapacityProfile.parse("{\"initialRate\":1000}");

    var compared =
        PolicyComparison.of(
            SimulationRequest.of(profile, 20_000, 4_000, 3, PolicyName.ADAPTIVE, 1));

    assertThat(compared.adaptive().policy()).isEqualTo(PolicyName.ADAPTIVE);
    assertThat(compared.baselines())
        .extracting(SimulationResult::policy)
        .containsExactly(PolicyName.FIXED, PolicyName.AIMD, PolicyName.SDK_ADAPTIVE);
    assertThat(compared.baselines()).allMatch(each -> each.seconds() >= 15 && each.lost() == 0);
  }
}
