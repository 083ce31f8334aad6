package dev.hikkoshi.worker.pace;

/// Decides when a request may be sent. One per migration and worker; thread-safe.
public interface Pacer {
  /// Waits until this many units may be spent, and spends them.
  ///
  /// @param units write units (or requests) about to be asked for; above 0
  /// @throws InterruptedException if interrupted while waiting; nothing is spent then
  void acquire(double units) throws InterruptedException;

  /// Sets this worker's share of the fleet's target.
  ///
  /// @param unitsPerSecond 0 pauses
  void share(double unitsPerSecond);

  /// Tells what became of a request.
  void record(PaceOutcome outcome);
}
