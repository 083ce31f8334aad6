package dev.hikkoshi.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final FaultRule ERRORS =
      FaultRule.of(FaultyService.DYNAMODB, FaultKind.HTTP_500, 0.3);
  private static final FaultRule DUPLICATES =
      FaultRule.of(FaultyService.SQS, FaultKind.DUPLICATE, 0.3);

  private long now;

  @Test
  void decidesTheSameForTheSameSeed() {
    assertThat(decisions(faults(1, ERRORS), 200)).isEqualTo(decisions(faults(1, ERRORS), 200));
    assertThat(decisions(faults(1, ERRORS), 200)).isNotEqualTo(decisions(faults(2, ERRORS), 200));
  }

  @Test
  void strikesAboutAsOftenAsTheRuleSays() {
    long struck = decisions(faults(3, ERRORS), 10_000).stream().filter(Optional::isPresent).count();
    assertThat(struck).isBetween(2_800L, 3_200L);
  }

  @Test
  void decidesForOneRuleWhateverTheOthersAreAsked() {
    Faults quiet = faults(1, DUPLICATES, ERRORS);
    Faults busy = faults(1, DUPLICATES, ERRORS);
    for (int i = 0; i < 77; i++) {
      busy.next(FaultyService.SQS, "SendMessage", List::of);
    }
    assertThat(decisions(busy, 200)).isEqualTo(decisions(quiet, 200));
  }

  @Test
  void strikesOnlyInItsWindowAndOnceBegun() {
    var faults =
        new Faults(
            new FaultPlan(
                1, List.of(FaultRule.of(FaultyService.S3, FaultKind.HTTP_503, 1).during(2, 3))),
            () -> now);
    IntPredicate strikesAt =
        second -> {
          now = Duration.ofSeconds(second).toNanos();
          return faults.next(FaultyService.S3, "GetObject", List::of).isPresent();
        };
    assertThat(strikesAt.test(3)).isFalse();
    now = Duration.ofSeconds(100).toNanos();
    faults.begin();
    assertThat(strikesAt.test(101)).isFalse();
    assertThat(strikesAt.test(102)).isTrue();
    assertThat(strikesAt.test(104)).isTrue();
    assertThat(strikesAt.test(105)).isFalse();
    faults.begin();
    faults.end();
    assertThat(strikesAt.test(108)).isFalse();
  }

  @Test
  void countsWhatItInjectsByKind() {
    Faults faults = faults(1, ERRORS, DUPLICATES);
    long errors = decisions(faults, 100).stream().filter(Optional::isPresent).count();
    assertThat(faults.counts().byKind()).containsOnlyKeys("dynamodb http-500");
    assertThat(faults.counts().total()).isEqualTo(errors).isPositive();
  }

  private static Faults faults(long seed, FaultRule... rules) {
    var faults = new Faults(new FaultPlan(seed, List.of(rules)), () -> 0);
    faults.begin();
    return faults;
  }

  private static List<Optional<Fault>> decisions(Faults faults, int requests) {
    List<Optional<Fault>> decisions = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      decisions.add(faults.next(FaultyService.DYNAMODB, "PutItem", List::of));
    }
    return decisions;
  }
}
