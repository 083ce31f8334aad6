package dev.hikkoshi.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// What holds for every pace, whatever happens.
final class PaceInvariantsTest {
  private static final Duration QUICK = Duration.ofMillis(6);

  @Test
  void holdsItsInvariantsWhateverHappens() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      var any = new PaceController(Math.pow(10, random.nextDouble(-1, 6)), anyStart(random));
      var state = any.start(0);
      long now = 0;
      var limit = anyShare(random, 0);
      for (int i = 0; i < 300; i++) {
        now += (long) Math.pow(10, random.nextDouble(0, 11));
        state =
            switch (random.nextInt(4)) {
              case 0 -> {
                var told = anyShare(random, i);
                // Most looks at the fleet find the limit as it was.
                limit =
                    random.nextInt(4) == 0
                        ? told
                        : new Share(
                            limit.unitsPerSecond(),
                            limit.workers(),
                            told.meanPace(),
                            told.refusedElsewhere(),
                            told.sync());
                yield any.share(state, now, limit);
              }
              case 1 -> any.advance(state, now);
              default -> {
                var outcome = anyOutcome(random);
                var worse = worse(random, outcome);
                var after = any.record(state, now, outcome);
                assertThat(any.record(state, now, worse).pace())
                    .as(
                        "monotone: seed %d round %d step %d: %s, %s",
                        seed, round, i, outcome, worse)
                    .isLessThanOrEqualTo(after.pace());
                yield after;
              }
            };
        assertThat(state.pace())
            .as("seed %d round %d step %d", seed, round, i)
            .isNotNaN()
            .isBetween(0.0, state.share().unitsPerSecond());
        assertThat(state.costFactor()).as("seed %d round %d", seed, round).isBetween(0.01, 100.0);
        assertThat(state.knee()).as("seed %d round %d", seed, round).isNotNaN();
        assertThat(state.hotShare()).as("seed %d round %d", seed, round).isBetween(0.0, 1.0);
        assertThat(state.saved())
            .as("seed %d round %d", seed, round)
            .isBetween(0.0, PaceController.SAVED_MOST);
        assertThat(state.accepted())
            .as("seed %d round %d", seed, round)
            .isBetween(0.0, Double.MAX_VALUE);
      }
    }
  }

  private static Start anyStart(SplittableRandom random) {
    return random.nextBoolean() ? Start.CAPACITY : Start.LEAST;
  }

  private static Share anyShare(SplittableRandom random, int sync) {
    double share = random.nextInt(5) == 0 ? 0 : Math.pow(10, random.nextDouble(-2, 6));
    double mean = random.nextBoolean() ? 0 : Math.pow(10, random.nextDouble(-3, 6));
    return new Share(share, 1 + random.nextInt(200), mean, random.nextBoolean() ? 0 : 5, sync);
  }

  /// Also such as make no sense: nothing sent and yet something refused.
  private static PaceOutcome anyOutcome(SplittableRandom random) {
    double estimated = random.nextInt(20) == 0 ? 0 : Math.pow(10, random.nextDouble(-1, 4));
    double most = Math.max(1, estimated) / 4;
    double table = random.nextBoolean() ? 0 : most * random.nextDouble();
    double hot = random.nextBoolean() ? 0 : most * random.nextDouble();
    double unknown = random.nextBoolean() ? 0 : most * random.nextDouble();
    double consumed = random.nextInt(3) == 0 ? 0 : estimated * random.nextDouble(0, 300);
    return random.nextInt(10) == 0
        ? PaceOutcome.failed(estimated, QUICK)
        : new PaceOutcome(estimated, consumed, table, hot, unknown, false, QUICK);
  }

  /// The same outcome with more refused. What was consumed is left out of both, because it teaches
  /// another cost.
  private static PaceOutcome worse(SplittableRandom random, PaceOutcome outcome) {
    double more = outcome.estimated() * random.nextDouble() / 4;
    int which = random.nextInt(3);
    double written = outcome.written();
    double left = outcome.error() ? 0 : Math.max(0, written - more);
    return new PaceOutcome(
        outcome.estimated(),
        written > 0 ? outcome.consumed() * left / written : 0,
        outcome.refusedTable() + (which == 0 ? more : 0),
        outcome.refusedKeyRange() + (which == 1 ? more : 0),
        outcome.refusedUnknown() + (which == 2 ? more : 0),
        outcome.error(),
        outcome.latency());
  }
}
