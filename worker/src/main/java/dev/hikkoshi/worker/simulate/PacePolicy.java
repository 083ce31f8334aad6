package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.Share;

/// One worker's pacing algorithm in virtual time.
interface PacePolicy {
  /// @return units per second while work waits
  double rate(long nowNanos);

  /// @return units per second as it last was: no time passes without work
  default double pace(long nowNanos) {
    return rate(nowNanos);
  }

  /// @return units per second as its heartbeat tells them
  default double told(long nowNanos) {
    return pace(nowNanos);
  }

  /// @return permits one request takes, in units
  double charge(double estimatedUnits);

  /// @return units one request carries at most; at least one item is sent
  default double requestUnits() {
    return Double.MAX_VALUE;
  }

  void share(long nowNanos, Share share);

  void record(long nowNanos, PaceOutcome outcome);

  /// @return units refused so far, for the heartbeat
  double refused();
}
