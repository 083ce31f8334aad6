package dev.hikkoshi.runbook.cli;

import java.time.Duration;
import java.util.ArrayDeque;

/// How fast a count has grown over about the last five minutes: what a new target or a table that
/// has grown does to the time left shows soon, which a mean since the start would hide for hours.
/// Five, because a fleet settles its units in bunches about a minute apart at first: 50 workers
/// hold some 800,000 items. Not thread-safe.
final class RecentRate {
  private static final long WINDOW_NANOS = Duration.ofMinutes(5).toNanos();

  /// So that a count that is looked at often is not kept often.
  private static final long KEPT_EVERY_NANOS = Duration.ofMillis(500).toNanos();

  /// For units, which are settled in bunches up to a minute apart: from a look between two of them
  /// to one behind them they went as fast as nobody does.
  static final Duration SETTLED = Duration.ofMinutes(1);

  private record Look(long nanos, long count) {}

  private final ArrayDeque<Look> looks = new ArrayDeque<>();
  private double target;

  /// Tells the count.
  ///
  /// @param nanos a monotonic clock
  /// @param newTarget the rate that is wanted, in any unit; another one begins anew
  /// @param least how long it has to have been looked at
  /// @return per second; 0 while it is not known yet, and while nothing is wanted
  double at(long nanos, long count, double newTarget, Duration least) {
    if (newTarget != target) {
      looks.clear();
      target = newTarget;
    }
    if (looks.isEmpty() || nanos - looks.getLast().nanos >= KEPT_EVERY_NANOS) {
      looks.add(new Look(nanos, count));
    }
    while (looks.size() > 2 && nanos - looks.getFirst().nanos > WINDOW_NANOS) {
      looks.remove();
    }
    Look first = looks.getFirst();
    return target == 0 || nanos == first.nanos || nanos - first.nanos < least.toNanos()
        ? 0
        : (count - first.count) / ((nanos - first.nanos) * 1e-9);
  }
}
