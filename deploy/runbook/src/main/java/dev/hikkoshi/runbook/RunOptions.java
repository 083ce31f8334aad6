package dev.hikkoshi.runbook;

import dev.hikkoshi.common.migration.LocalFleet;
import dev.hikkoshi.worker.WorkerSettings;
import java.util.Optional;

/// How a migration is run.
///
/// @param fleet producers and workers to start in this process; nothing when others start them
/// @param worker settings of each worker of that fleet
/// @param allowUnsound whether a manifest whose own checksum does not match is moved all the same
public record RunOptions(Optional<LocalFleet> fleet, WorkerSettings worker, boolean allowUnsound) {}
