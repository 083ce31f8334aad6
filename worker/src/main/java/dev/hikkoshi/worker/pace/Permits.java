package dev.hikkoshi.worker.pace;

import com.google.common.util.concurrent.RateLimiter;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

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
  /// because it sleeps uninterruptibly; and what it saves while nobody asks (up to a second, which
  /// would overshoot the share by a tenth over ten seconds) is thrown away.
  ///
  /// A permit is a microsecond of the pace, whatever that is: who took a slice at a tiny pace has
  /// taken the time of that slice and not what its least part would take at that pace.
  final class Guava implements Permits {
    private static final double PERMITS_PER_SECOND = 1e6;
    private static final double KEPT_SECONDS = 0.1;
    private static final double SAVED_SECONDS = 1;

    private final LongSupplier nanoClock;
    private final IntPredicate limiter;
    private long askedNanos;

    /// Permits of a slice that are less than one, taken with a later one.
    private double rest;

    Guava(LongSupplier nanoClock) {
      this(nanoClock, RateLimiter.create(PERMITS_PER_SECOND)::tryAcquire);
    }

    /// @param limiter takes so many permits of a limiter that gives a million a second, or refuses
    Guava(LongSupplier nanoClock, IntPredicate limiter) {
      this.nanoClock = nanoClock;
      this.limiter = limiter;
      this.askedNanos = nanoClock.getAsLong();
    }

    @Override
    public boolean take(double units, double unitsPerSecond) {
      long now = nanoClock.getAsLong();
      dropSaved((now - askedNanos) * 1e-9);
      askedNanos = now;
      double exact = rest + units / unitsPerSecond * PERMITS_PER_SECOND;
      int whole = (int) Math.min(exact, Integer.MAX_VALUE);
      if (whole > 0 && !limiter.test(whole)) {
        return false;
      }
      rest = exact - whole;
      return true;
    }

    private void dropSaved(double idleSeconds) {
      double surplus = Math.min(SAVED_SECONDS, idleSeconds) - KEPT_SECONDS;
      if (surplus > 0) {
        var _ = limiter.test((int) Math.ceil(surplus * PERMITS_PER_SECOND));
      }
    }
  }
}
