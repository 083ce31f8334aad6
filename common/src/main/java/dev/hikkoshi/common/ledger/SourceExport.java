package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.migration.S3Location;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The export that a migration starts itself.
///
/// @param table ARN of the table
/// @param to bucket and prefix it is written under
/// @param asked when the migration first wanted it, in whole milliseconds; an export after a failed
///   one is another
/// @param arn the export's ARN; null until AWS has said it
/// @param manifest its manifest; null until it is complete
public record SourceExport(
    String table,
    S3Location to,
    Instant asked,
    @Nullable String arn,
    @Nullable S3Location manifest) {

  /// What tells AWS that a request repeated is the same export: of one such row always the same.
  public String clientToken(String migration) {
    String text = migration + '\n' + table + '\n' + to + '\n' + asked.toEpochMilli();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  Row row(String migration) {
    var row =
        new Row(Migration.partition(migration), SourceExportRows.SORT)
            .text("table", table)
            .text("to", to.toString())
            .number("asked", asked.toEpochMilli());
    if (arn != null) {
      row.text("arn", arn);
    }
    if (manifest != null) {
      row.text("manifest", manifest.toString());
    }
    return row;
  }

  static SourceExport of(Row row) {
    return new SourceExport(
        row.text("table"),
        S3Location.parse(row.text("to")),
        Instant.ofEpochMilli(row.number("asked")),
        row.has("arn") ? row.text("arn") : null,
        row.has("manifest") ? S3Location.parse(row.text("manifest")) : null);
  }
}
