package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.migration.S3Location;
import java.util.Optional;

/// One row for each migration that exports its source itself.
public final class SourceExportRows {
  static final String SORT = "export";

  private final LedgerTable table;

  SourceExportRows(LedgerTable table) {
    this.table = table;
  }

  public Optional<SourceExport> find(String migration) {
    return table.get(Migration.partition(migration), SORT).map(SourceExport::of);
  }

  /// Records that an export is wanted, unless one is.
  ///
  /// @return the one that is wanted
  public SourceExport want(String migration, SourceExport export) {
    return table.putIfAbsent(export.row(migration))
        ? export
        : find(migration).orElseThrow(() -> new IllegalStateException("export row vanished"));
  }

  /// AWS has said which export it is.
  public void started(String migration, SourceExport export, String arn) {
    change(migration, export, new Row().text("arn", arn));
  }

  /// It is complete.
  public void completed(String migration, SourceExport export, S3Location manifest) {
    change(migration, export, new Row().text("manifest", manifest.toString()));
  }

  /// It has failed: the next to want one gets another.
  public void failed(String migration, SourceExport export) {
    table.deleteIf(Migration.partition(migration), SORT, isSame(export));
  }

  private void change(String migration, SourceExport export, Row values) {
    table.update(Migration.partition(migration), SORT, RowUpdate.set(values).when(isSame(export)));
  }

  private static RowCondition isSame(SourceExport export) {
    return RowCondition.is("asked", export.asked().toEpochMilli());
  }
}
