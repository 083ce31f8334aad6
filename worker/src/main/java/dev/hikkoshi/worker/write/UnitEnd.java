package dev.hikkoshi.worker.write;

import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.unit.WriteItems;

/// How the execution of a unit ended.
public sealed interface UnitEnd {
  /// Everything is durable or recorded dead.
  record Done(UnitTotals totals) implements UnitEnd {}

  /// The destination refused too often; this much is left.
  record Refused(UnitTotals totals, WriteItems rest) implements UnitEnd {}

  /// The destination refuses everything.
  record Unavailable(String reason) implements UnitEnd {}

  /// The unit may not be executed now.
  record NotAllowed() implements UnitEnd {}
}
