package dev.hikkoshi.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CostFactorTest {
  /// From the first answer that tells it: until then a worker writes so many times its share.
  @Test
  void isLearntAtOnce() {
    var cost = CostFactor.UNKNOWN.learn(Paces.refused(25, 25, 0, 0)).learn(answer(20, 0));
    assertThat(cost.value()).isEqualTo(1);
    cost = cost.learn(answer(20, 60));
    assertThat(cost.value()).isEqualTo(3);
    assertThat(cost.learn(answer(20, 20)).value()).isEqualTo(2);
  }

  @Test
  void isOfTheLastTwoThousandUnits() {
    var cost = CostFactor.UNKNOWN;
    for (int i = 0; i < 1_000; i++) {
      cost = cost.learn(answer(20, 60));
    }
    assertThat(cost.learn(answer(2_000, 2_000)).value()).isEqualTo(2);
    for (int i = 0; i < 1_000; i++) {
      cost = cost.learn(answer(20, 20));
    }
    assertThat(cost.value()).isCloseTo(1, within(0.001));
  }

  @Test
  void oneAbsurdAnswerIsNoneOfMany() {
    var cost = CostFactor.UNKNOWN.learn(answer(1_980, 1_980));
    assertThat(cost.learn(answer(20, 1e12)).value()).isCloseTo(1.99, within(1e-9));
    assertThat(CostFactor.UNKNOWN.learn(answer(20, 1e-12)).value()).isCloseTo(0.01, within(1e-9));
  }

  @Test
  void roundingDoesNotCarryItOut() {
    for (double units = 0.1; units < 100; units += 0.1) {
      assertThat(CostFactor.UNKNOWN.learn(answer(units, 1e12)).value())
          .as("%s units", units)
          .isLessThanOrEqualTo(100);
    }
  }

  private static PaceOutcome answer(double estimated, double consumed) {
    return PaceOutcome.accepted(estimated, consumed, Duration.ofMillis(6));
  }
}
