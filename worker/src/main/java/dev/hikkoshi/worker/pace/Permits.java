package dev.hikkoshi.worker.pace;

import com.google.common.util.concurrent.RateLimiter;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Where permits come from, in the time their pacer lives in.
public interface Permits {
  /// Takes units if they are there now; never waits.
  ///
  /// @param units what to take
  /// @param unitsPerSecond the pace, more than 0
  /// @return whether they were taken
  boolean take(double units, double unitsPerSecond);

  /// @return permits of a Guava [RateLimiter]
  static Permits guava(LongSupplier nanoClock) {
    return new Guava(nanoClock);
  }

  /// Guava's limiter without its traps: it is only ever asked for small slices and without waiting,
  /// because it sleeps uninterruptibly and applies a new rate one request late; and what it saves
  /// while nobody asks (up to a second, which would overshoot the share by a tenth over ten
  /// seconds) is thrown away.
  final class Guava implements Permits {
    private static final double PERMITS_PER_UNIT = 1_000;
    private static final double KEPT_SECONDS = 0.1;
    private static final double SAVED_SECONDS = 1;

    private final LongSupplier nanoClock;
    private @Nullable RateLimiter limiter;
    private double rate;
    private long askedNanos;

    Guava(LongSupplier nanoClock) {
      this.nanoClock = nanoClock;
    }

    @Override
    public boolean take(double units, double unitsPerSecond) {
      long now = nanoClock.getAsLong();
      var current = limiter;
      if (current == null) {
        current = RateLimiter.create(unitsPerSecond * PERMITS_PER_UNIT);
        limiter = current;
      } else {
        dropSaved(current, (now - askedNanos) * 1e-9);
        if (unitsPerSecond != rate) {
          current.setRate(unitsPerSecond * PERMITS_PER_UNIT);
        }
      }
      rate = unitsPerSecond;
      askedNanos = now;
      return current.tryAcquire(permits(units));
    }

    private void dropSaved(RateLimiter current, double idleSeconds) {
      double surplus = Math.min(SAVED_SECONDS, idleSeconds) - KEPT_SECONDS;
      if (surplus > 0) {
        var _ = current.tryAcquire(permits(surplus * rate));
      }
    }

    private static int permits(double units) {
      return Math.clamp(Math.round(units * PERMITS_PER_UNIT), 1, Integer.MAX_VALUE);
    }
  }
}
