package dev.hikkoshi.common.ledger;

import java.util.Locale;

/// Where a migration stands.
public enum MigrationState {
  PLANNED,
  CHECKING,
  PRODUCING,
  DRAINING,
  VERIFYING,
  COMPLETE,
  FAILED,
  PAUSED;

  /// The spelling of outputs and ledger.
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  static MigrationState parse(String spelling) {
    return valueOf(spelling.toUpperCase(Locale.ROOT));
  }
}
