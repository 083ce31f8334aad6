package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.unit.Work;

/// Where a migration moves to.
public sealed interface Destination permits TableDestination, BucketDestination {
  /// Whether this is work on this destination and nothing else: a message that asks for more is not
  /// this migration's.
  boolean takes(Work work);

  /// What it is, for people: `table 'users'`.
  String description();

  /// Adds it to a migration's row.
  void addTo(Row row);

  /// Reads it from a migration's row.
  static Destination of(Row row) {
    return row.has("table") ? TableDestination.of(row) : BucketDestination.of(row);
  }
}
