package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.UnitTotals;
import java.util.Locale;

/// How writing goes, beside how far it is.
///
/// @param target units per second for the whole fleet; 0 while it is paused
/// @param unit what the target counts: `write units`, `copies`
/// @param throttled requests refused in whole or in part for capacity
/// @param retried items sent again after a refusal
/// @param dead items that can never be written
/// @param workers workers that have beaten lately
public record Numbers(
    double target, String unit, long throttled, long retried, long dead, int workers) {
  static Numbers of(Migration migration, UnitTotals totals, int workers) {
    return new Numbers(
        migration.target(),
        migration.movesObjects() ? "copies" : "write units",
        totals.throttledRequests(),
        totals.retried(),
        totals.dead(),
        workers);
  }

  /// As a part of a line.
  public String text() {
    return String.format(
        Locale.ROOT,
        "target %,.0f %s/s, %,d throttled, %,d sent again, %,d dead, %,d %s",
        target,
        unit,
        throttled,
        retried,
        dead,
        workers,
        workers == 1 ? "worker" : "workers");
  }
}
