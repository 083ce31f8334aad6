package dev.hikkoshi.worker.pace;

/// Hands out permits to write, in estimated units, at the worker's pace. Safe for use by several
/// threads.
public interface Pacer {
  /// Waits until `units` may be sent.
  ///
  /// @param units estimated cost of one request: write capacity units, or requests for a bucket
  /// @throws InterruptedException if interrupted while waiting; what was taken is kept for others,
  ///   but for what a group of keys gives before the common pace does
  void acquire(double units) throws InterruptedException;

  /// The pacer of requests that write this key: where ranges of keys are limited apart, the one of
  /// its range.
  default Pacer at(String key) {
    return this;
  }

  /// Waits until one more request may be open; each is followed by [#leave].
  default void enter() throws InterruptedException {}

  /// A request is open no more.
  default void leave() {}

  /// The worker stops: from now on nobody waits here, and whoever comes must ask before it writes.
  default void stop() {}

  /// Sets what the worker may write at most; a share of 0 pauses it.
  ///
  /// @param share as answered by [FleetShare#share]
  void share(Share share);

  /// Sets the share of a worker that knows nothing of others.
  ///
  /// @param unitsPerSecond the pace never goes above it; 0 pauses
  default void share(double unitsPerSecond) {
    share(Share.alone(unitsPerSecond));
  }

  /// Tells how one request went, every request once.
  void record(PaceOutcome outcome);

  /// How much one request should carry, at least one item whatever it costs: a slow worker sends
  /// small requests often instead of large ones seldom.
  ///
  /// @return units as estimated
  default double requestUnits() {
    return Double.MAX_VALUE;
  }

  /// @return units per second now, for this worker's [Heartbeat]; 0 while it has no work
  default double pace() {
    return 0;
  }

  /// @return units refused beyond what is tolerated since the start, for this worker's [Heartbeat]
  default double refused() {
    return 0;
  }
}
