package dev.hikkoshi.worker.pace;

import com.google.common.util.concurrent.RateLimiter;
import java.time.Duration;

/// Holds a fixed rate: this worker's share of the target.
///
/// Guava's limiter sleeps uninterruptibly and hides its clock; here it is only asked, never waited
/// in.
public final class FixedPacer implements Pacer {
  private static final double SLOWEST = 0.01;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  private final RateLimiter limiter = RateLimiter.create(SLOWEST);
  private volatile boolean paused = true;

  @Override
  public void acquire(double units) throws InterruptedException {
    int permits = Math.max(1, (int) Math.ceil(units));
    while (paused || !limiter.tryAcquire(permits)) {
      Thread.sleep(LOOK_AGAIN);
    }
  }

  @Override
  public void share(double unitsPerSecond) {
    if (unitsPerSecond > 0 && unitsPerSecond != limiter.getRate()) {
      limiter.setRate(Math.max(SLOWEST, unitsPerSecond));
    }
    paused = unitsPerSecond <= 0;
  }

  @Override
  public void record(PaceOutcome outcome) {
    // a fixed rate learns nothing
  }
}
