package dev.hikkoshi.common.capacity;

/// One key range with its own limit: a token bucket one second deep.
final class Partition {
  final double from;
  final double to;
  final double rate;
  private final SlidingMinute offered;
  private double offeredThisSecond;
  private double tokens;
  private long refilledNanos;
  private double hotSeconds;

  Partition(double from, double to, double rate, long nowNanos, SlidingMinute offered) {
    this.from = from;
    this.to = to;
    this.rate = rate;
    this.tokens = rate;
    this.refilledNanos = nowNanos;
    this.offered = offered;
  }

  double width() {
    return to - from;
  }

  /// Refills and answers what is there.
  double tokens(long nowNanos) {
    if (nowNanos > refilledNanos) {
      tokens = Math.min(rate, tokens + (nowNanos - refilledNanos) * 1e-9 * rate);
      refilledNanos = nowNanos;
    }
    return tokens;
  }

  void take(double units) {
    tokens -= units;
  }

  void offered(double units) {
    offeredThisSecond += units;
  }

  /// Closes a second of the clock.
  ///
  /// @return whether the partition has now been hot for long enough to split
  boolean closeSecond(double hotAt, double splitAfterSeconds) {
    offered.add(offeredThisSecond);
    offeredThisSecond = 0;
    hotSeconds = offered.perSecond() >= hotAt * rate * (1 - 1e-9) ? hotSeconds + 1 : 0;
    return hotSeconds >= splitAfterSeconds;
  }

  /// @return one half of this partition, with its full rate and half of the offered history
  Partition half(double from, double to, long nowNanos) {
    return new Partition(from, to, rate, nowNanos, offered.half());
  }
}
