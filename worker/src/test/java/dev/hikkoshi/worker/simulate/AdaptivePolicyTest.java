package dev.hikkoshi.worker.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.worker.pace.AdaptivePacer;
import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.Share;
import dev.hikkoshi.worker.pace.Start;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class AdaptivePolicyTest {
  private static final double START = 4_000;
  private static final Duration QUICK = Duration.ofMillis(5);

  private long now;

  /// What is simulated is what is run: a worker's pacer, told the same at the same times, says the
  /// same, also while it has no work.
  @Test
  void paceIsThatOfAWorkersPacer() throws InterruptedException {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    var pacer =
        new AdaptivePacer(
            START,
            Start.CAPACITY,
            () -> now,
            time -> now += time.toNanos(),
            (units, unitsPerSecond) -> true);
    var policy = new AdaptivePolicy(START, Start.CAPACITY, now);
    pacer.share(Share.alone(3_000));
    policy.share(now, Share.alone(3_000));
    int withoutWork = 0;
    for (int step = 1; step <= 2_000; step++) {
      now += (long) Math.pow(10, random.nextDouble(6, 10));
      switch (random.nextInt(3)) {
        case 0 -> {
          var share = new Share(3_000, 2, random.nextDouble(2_000), random.nextInt(2) * 10, step);
          pacer.share(share);
          policy.share(now, share);
        }
        case 1 -> {
          pacer.acquire(1);
          assertThat(policy.rate(now)).as("seed %d step %d", seed, step).isPositive();
        }
        default -> {
          double units = random.nextDouble(25);
          double refused = random.nextInt(4) == 0 ? random.nextDouble() * units : 0;
          var outcome = new PaceOutcome(units, 2 * (units - refused), refused, 0, 0, false, QUICK);
          pacer.record(outcome);
          policy.record(now, outcome);
        }
      }
      withoutWork += policy.told(now) == 0 ? 1 : 0;
      assertThat(policy.told(now)).as("seed %d step %d", seed, step).isEqualTo(pacer.pace());
      assertThat(policy.refused()).as("seed %d step %d", seed, step).isEqualTo(pacer.refused());
      assertThat(policy.requestUnits())
          .as("seed %d step %d", seed, step)
          .isEqualTo(pacer.requestUnits());
    }
    assertThat(withoutWork).as("seed %d", seed).isPositive();
  }
}
