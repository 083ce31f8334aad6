package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitProgress;
import dev.hikkoshi.common.ledger.UnitRows;
import java.time.Instant;
import java.util.List;

/// When a migration wrote last: what was taken of the destination before does not show it.
final class LastWrite {
  private LastWrite() {}

  /// When the last unit of the migration settled.
  static Instant of(Ledger ledger, Migration migration) {
    var sum = SplitProgress.NONE;
    for (Split split : ledger.splits().all(migration.name())) {
      sum = sum.plus(ledger.units().progress(migration.name(), split.id(), split.knownUnits()));
    }
    for (int phase = migration.loads().size(); phase <= migration.phase(); phase++) {
      for (String units : List.of(Ledger.redrivenUnits(phase), Ledger.repairUnits(phase))) {
        sum = sum.plus(ledger.units().progress(migration.name(), units, UnitRows.PAGE));
      }
    }
    return sum.ended();
  }
}
