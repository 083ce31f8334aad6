package dev.hikkoshi.common.migration;

import java.util.Locale;

/// What is compared once everything is written.
public enum VerifyMode {
  /// Source and destination must be equal, nothing more, nothing less.
  ALL,
  /// Every key that the source puts or deletes must be at the destination as the source leaves it;
  /// what else the destination holds does not count.
  TRANSFERRED,
  /// No comparison; the result's `exact` stays unknown.
  NONE;

  /// The spelling of the migration file.
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
