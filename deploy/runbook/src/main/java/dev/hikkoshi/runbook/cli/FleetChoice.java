package dev.hikkoshi.runbook.cli;

import java.util.Locale;

/// Who starts producers and workers.
enum FleetChoice {
  /// This process.
  LOCAL,
  /// The ECS services of the migration file.
  ECS,
  /// Someone else.
  NONE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
