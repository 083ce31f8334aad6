package dev.hikkoshi.runbook.cli;

/// Who starts producers and workers.
enum FleetChoice {
  /// This process.
  LOCAL,
  /// Someone else.
  NONE
}
