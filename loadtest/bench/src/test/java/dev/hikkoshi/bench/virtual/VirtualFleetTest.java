package dev.hikkoshi.bench.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The invariants hold whatever happens, and each rule that is broken is missed.
class VirtualFleetTest {
  private static final int SEEDS = 500;
  private static final int MUTATION_SEEDS = 200;

  @Test
  void whateverHappensTheInvariantsHold() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      VirtualResult result = VirtualFleet.run(seed);
      assertThat(result.violation()).as("seed %d", seed).isEmpty();
    }
  }

  /// Histories that once went wrong.
  ///
  /// - 237: a runbook that was frozen woke up and opened a split of a phase that was over; the
  ///   migration could never be finished.
  /// - 5793, 5958: a runbook's old word on the migration's state took effect after a later one.
  @ParameterizedTest
  @ValueSource(longs = {237, 5793, 5958})
  void whatWentWrongOnceHolds(long seed) {
    assertThat(VirtualFleet.run(seed).violation()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Mutation.class)
  void aBrokenRuleIsMissed(Mutation mutation) {
    assertThat(
            LongStream.rangeClosed(1, MUTATION_SEEDS)
                .filter(
                    seed -> VirtualFleet.run(seed, Set.of(mutation), false).violation().isPresent())
                .findFirst())
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42})
  void theSameSeedIsTheSameHistory(long seed) {
    var first = VirtualFleet.traced(seed);
    var second = VirtualFleet.traced(seed);
    assertThat(first.trace()).isNotEmpty().isEqualTo(second.trace());
    assertThat(first).isEqualTo(second);
  }
}
