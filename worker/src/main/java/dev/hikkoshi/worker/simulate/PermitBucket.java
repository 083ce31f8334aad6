package dev.hikkoshi.worker.simulate;

/// Permits that come at a rate. Unused ones are kept for a moment, so that who was idle does not
/// burst.
final class PermitBucket {
  private static final double KEPT_SECONDS = 0.05;

  private double permits;
  private long atNanos;

  /// @param permits it starts with, in units
  PermitBucket(double permits, long nowNanos) {
    this.permits = permits;
    this.atNanos = nowNanos;
  }

  /// Adds the permits of the time that passed.
  ///
  /// @return seconds until `charge` may be sent; 0 = now, and it is taken
  double acquire(long nowNanos, double rate, double charge) {
    permits += rate * (nowNanos - atNanos) * 1e-9;
    atNanos = nowNanos;
    permits = Math.min(permits, charge + rate * KEPT_SECONDS);
    if (permits >= charge * (1 - 1e-9)) {
      permits -= charge;
      return 0;
    }
    return rate > 0 ? (charge - permits) / rate : Double.POSITIVE_INFINITY;
  }

  void idle(long nowNanos, double rate) {
    permits = Math.min(permits + rate * (nowNanos - atNanos) * 1e-9, rate * KEPT_SECONDS);
    atNanos = nowNanos;
  }
}
