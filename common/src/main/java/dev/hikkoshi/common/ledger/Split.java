package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.objects.KeyRange;
import java.util.List;

/// A group of source files, or of key ranges of a bucket, that one producer reads side by side.
///
/// @param id `[a-z0-9-]{1,64}`, the first half of its units' ids
/// @param phase the load it is part of
/// @param bucket where its files are; the bucket that is listed
/// @param files the files, in reading order
/// @param ranges what is listed, in reading order
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
    List<KeyRange> ranges,
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
    ranges = List.copyOf(ranges);
  }

  /// A split nobody has read yet.
  public static Split planned(String id, int phase, String bucket, List<ShardFile> files) {
    return planned(id, phase, bucket, files, List.of());
  }

  /// A split of a bucket that nobody has listed yet.
  public static Split listing(String id, int phase, String bucket, List<KeyRange> ranges) {
    return planned(id, phase, bucket, List.of(), ranges);
  }

  private static Split planned(
      String id, int phase, String bucket, List<ShardFile> files, List<KeyRange> ranges) {
    return new Split(
        id, phase, bucket, files, ranges, SplitState.PLANNED, 0, 0, 0, 0, 0, 0, false, "");
  }

  /// Its first file, or the bucket: what is named if something is wrong with it.
  public String subject() {
    return files.isEmpty() ? bucket : files.getFirst().key();
  }

  /// As many of its items as can have been done, given what units tell: what is done twice may be
  /// counted twice.
  public long done(long items) {
    if (state == SplitState.CLOSED) {
      return Math.min(items, this.items);
    }
    return promisedItems() == 0 ? items : Math.min(items, promisedItems());
  }

  /// How many units there can be rows of: all of them once closed, else those on the queue and some
  /// that are being sent.
  public int knownUnits() {
    return state == SplitState.CLOSED ? units : sent + BEING_SENT;
  }

  /// Items its manifest promises; 0 if it does not tell.
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
        ranges,
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
        .rows("ranges", ranges.stream().map(Split::row).toList())
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
        row.has("ranges") ? row.rows("ranges").stream().map(Split::range).toList() : List.of(),
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

  private static Row row(KeyRange range) {
    var row = new Row().text("prefix", range.prefix());
    if (range.after() != null) {
      row.text("after", range.after());
    }
    if (range.upTo() != null) {
      row.text("upTo", range.upTo());
    }
    return row;
  }

  private static KeyRange range(Row row) {
    return new KeyRange(
        row.text("prefix"),
        row.has("after") ? row.text("after") : null,
        row.has("upTo") ? row.text("upTo") : null);
  }
}
