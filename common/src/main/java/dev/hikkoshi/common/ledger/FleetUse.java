package dev.hikkoshi.common.ledger;

import java.time.Instant;

/// That a migration needs the tasks of a service.
///
/// @param migration its name
/// @param since when it began to
/// @param leaving whether it is about to need them no more
public record FleetUse(String migration, Instant since, boolean leaving) {
  Row row(String partition) {
    return new Row(partition, migration)
        .text("since", since.toString())
        .number("leaving", leaving ? 1 : 0);
  }

  static FleetUse of(Row row) {
    return new FleetUse(
        row.text(Row.SORT), Instant.parse(row.text("since")), row.number("leaving") == 1);
  }
}
