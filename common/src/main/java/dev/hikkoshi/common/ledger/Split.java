package dev.hikkoshi.common.ledger;

import java.util.List;

/// A group of source files that one producer reads side by side.
///
/// @param id `[a-z0-9-]{1,64}`, the first half of its units' ids
/// @param phase the load it is part of
/// @param bucket where its files are
/// @param files the files, in reading order
/// @param state where it stands
/// @param items items read, once closed
/// @param unreadable of those, lines that hold no item and are recorded dead
/// @param deletes of those, keys deleted
/// @param bytes bytes of item JSON read, once closed
/// @param units units sent, once closed
/// @param sent every unit below this number is durably on the queue
/// @param queued whether it was put on the splits queue to be sent
/// @param problem what is wrong with it, when failed
public record Split(
    String id,
    int phase,
    String bucket,
    List<ShardFile> files,
    SplitState state,
    long items,
    long unreadable,
    long deletes,
    long bytes,
    int units,
    int sent,
    boolean queued,
    String problem) {

  /// More than a producer sends between two notes of how far it is.
  private static final int BEING_SENT = 200;

  public Split {
    files = List.copyOf(files);
  }

  /// A split nobody has read yet.
  public static Split planned(String id, int phase, String bucket, List<ShardFile> files) {
    return new Split(id, phase, bucket, files, SplitState.PLANNED, 0, 0, 0, 0, 0, 0, false, "");
  }

  /// How many units there can be rows of: all of them once closed, else those on the queue and some
  /// that are being sent.
  public int knownUnits() {
    return state == SplitState.CLOSED ? units : sent + BEING_SENT;
  }

  /// Items its manifest promises.
  public long promisedItems() {
    return files.stream().mapToLong(ShardFile::items).sum();
  }

  /// The same with its files checked anew.
  public Split with(List<ShardFile> checked) {
    return new Split(
        id,
        phase,
        bucket,
        checked,
        state,
        items,
        unreadable,
        deletes,
        bytes,
        units,
        sent,
        queued,
        problem);
  }

  Row row(String migration) {
    return new Row(Migration.partition(migration), SplitRows.sort(id))
        .text("id", id)
        .number("phase", phase)
        .text("bucket", bucket)
        .rows("files", files.stream().map(ShardFile::row).toList())
        .text("state", state.name())
        .number("items", items)
        .number("unreadable", unreadable)
        .number("deletes", deletes)
        .number("bytes", bytes)
        .number("units", units)
        .number("sent", sent)
        .number("queued", queued ? 1 : 0)
        .text("problem", problem);
  }

  static Split of(Row row) {
    return new Split(
        row.text("id"),
        Math.toIntExact(row.number("phase")),
        row.text("bucket"),
        row.rows("files").stream().map(ShardFile::of).toList(),
        SplitState.valueOf(row.text("state")),
        row.number("items"),
        row.number("unreadable"),
        row.number("deletes"),
        row.number("bytes"),
        Math.toIntExact(row.number("units")),
        Math.toIntExact(row.number("sent")),
        row.number("queued") == 1,
        row.text("problem"));
  }
}
