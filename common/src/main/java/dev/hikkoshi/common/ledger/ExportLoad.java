package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.migration.S3Location;

/// One export that a migration loads.
///
/// @param manifest its `manifest-summary.json`
/// @param format what its lines are written in
/// @param view what its lines hold
/// @param items lines it promises
/// @param afterGap whether its window begins after the end of the load before it: its old images
///   need not be what that one left
public record ExportLoad(
    S3Location manifest, ExportFormat format, ExportView view, long items, boolean afterGap)
    implements Load {
  @Override
  public Row row() {
    return new Row()
        .text("manifest", manifest.toString())
        .text("format", format.name())
        .text("view", view.name())
        .number("items", items)
        .text("afterGap", Boolean.toString(afterGap));
  }

  static ExportLoad of(Row row) {
    return new ExportLoad(
        S3Location.parse(row.text("manifest")),
        row.has("format") ? ExportFormat.valueOf(row.text("format")) : ExportFormat.DYNAMODB_JSON,
        ExportView.valueOf(row.text("view")),
        row.number("items"),
        row.has("afterGap") && Boolean.parseBoolean(row.text("afterGap")));
  }
}
