package dev.hikkoshi.runbook;

import dev.hikkoshi.common.migration.Fleet;
import dev.hikkoshi.worker.WorkerSettings;
import java.util.Optional;

/// How a migration is run.
///
/// @param fleet producers and workers to start; nothing when others start them
/// @param worker settings of each worker of this process
/// @param allowUnsound whether a manifest whose own checksum does not match is moved all the same
/// @param allowGap whether exports are loaded between whose windows time is missing
public record RunOptions(
    Optional<Fleet> fleet, WorkerSettings worker, boolean allowUnsound, boolean allowGap) {
  /// Without gaps.
  public RunOptions(Optional<Fleet> fleet, WorkerSettings worker, boolean allowUnsound) {
    this(fleet, worker, allowUnsound, false);
  }

  /// The same with gaps allowed or not.
  public RunOptions withGaps(boolean allowed) {
    return new RunOptions(fleet, worker, allowUnsound, allowed);
  }
}
