package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.migration.S3Location;

/// One thing that a migration loads: a phase of its own.
public sealed interface Load permits ExportLoad, ObjectLoad {
  /// Its manifest; of a bucket that is listed, the bucket and prefix.
  S3Location manifest();

  /// What it promises to hold; 0 where that is only known once it was read.
  long items();

  /// As a row of the ledger.
  Row row();

  /// Reads what [#row] wrote.
  static Load of(Row row) {
    return row.has("view") ? ExportLoad.of(row) : ObjectLoad.of(row);
  }
}
