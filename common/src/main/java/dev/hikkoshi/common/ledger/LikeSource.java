package dev.hikkoshi.common.ledger;

/// A destination that the migration makes itself, like its source.
///
/// @param sourceTable ARN of the table it is made like
/// @param indexesLater whether global secondary indexes are made once everything is loaded
/// @param stage how far that is
public record LikeSource(String sourceTable, boolean indexesLater, Stage stage) {
  /// How far the making of a table is.
  public enum Stage {
    /// There was no such table when the migration was planned.
    PLANNED,
    /// The migration makes it, or has made it: its settings are the migration's to set.
    OWN,
    /// It has everything its source has.
    FINISHED,
    /// Somebody else has made it meanwhile: its settings are left alone.
    FOREIGN
  }

  Row row() {
    return new Row()
        .text("sourceTable", sourceTable)
        .text("indexesLater", Boolean.toString(indexesLater));
  }

  static LikeSource of(Row row, String stage) {
    return new LikeSource(
        row.text("sourceTable"),
        Boolean.parseBoolean(row.text("indexesLater")),
        Stage.valueOf(stage));
  }
}
