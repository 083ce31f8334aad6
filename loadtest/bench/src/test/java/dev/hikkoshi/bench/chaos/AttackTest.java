package dev.hikkoshi.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttackTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 42, -1, Long.MAX_VALUE})
  void plansEnoughOfEverythingForEverySeed(long seed) {
    List<Attack> plan = Attack.plan(new SplittableRandom(seed));
    assertThat(plan).isSortedAccordingTo((a, b) -> Double.compare(a.atSecond(), b.atSecond()));
    assertThat(plan.stream().filter(Attack.Kill.class::isInstance).map(Attack.Kill.class::cast))
        .hasSizeGreaterThanOrEqualTo(Tally.LEAST_KILLS)
        .extracting(Attack.Kill::role)
        .contains(Role.values());
    assertThat(plan.stream().filter(Attack.Pause.class::isInstance).map(Attack.Pause.class::cast))
        .hasSizeGreaterThanOrEqualTo(Tally.LEAST_PAUSES)
        .allSatisfy(pause -> assertThat(pause.forSeconds()).isGreaterThan(30));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void repeatsItselfForTheSameSeed(long seed) {
    assertThat(Attack.plan(new SplittableRandom(seed)))
        .isEqualTo(Attack.plan(new SplittableRandom(seed)))
        .isNotEqualTo(Attack.plan(new SplittableRandom(seed + 1)));
  }
}
