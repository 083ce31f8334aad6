package dev.hikkoshi.common.capacity;

import java.util.Arrays;

/// Sums of the last 60 whole seconds. Seconds before the first count as zero: nothing was used
/// before the start.
final class SlidingMinute {
  private static final int SECONDS = 60;

  private final double[] seconds;
  private double sum;
  private int next;

  SlidingMinute() {
    this(new double[SECONDS], 0);
  }

  private SlidingMinute(double[] seconds, int next) {
    this.seconds = seconds;
    this.next = next;
    this.sum = Arrays.stream(seconds).sum();
  }

  void add(double units) {
    sum += units - seconds[next];
    seconds[next] = units;
    next = (next + 1) % SECONDS;
    if (next == 0) {
      sum = Arrays.stream(seconds).sum();
    }
  }

  /// @return mean units per second over the last 60 s
  double perSecond() {
    return sum / SECONDS;
  }

  /// @return the same history with every second halved
  SlidingMinute half() {
    return new SlidingMinute(Arrays.stream(seconds).map(units -> units / 2).toArray(), next);
  }
}
