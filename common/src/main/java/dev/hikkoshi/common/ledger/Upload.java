package dev.hikkoshi.common.ledger;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A multipart upload that a unit has begun at the destination, for whoever goes on with it or
/// cleans up after it.
///
/// @param unit the unit it belongs to
/// @param bucket the destination bucket
/// @param key the destination key
/// @param sourceEtag of the object that is copied
/// @param partSize bytes of every part but the last
/// @param begun before S3 was asked for it: uploads of this key that are older are somebody else's
/// @param id as S3 names it; nothing between asking for one and knowing it
/// @param etag the finished object's; nothing before all parts were there
public record Upload(
    String unit,
    String bucket,
    String key,
    String sourceEtag,
    long partSize,
    Instant begun,
    Optional<String> id,
    Optional<String> etag) {
  Row values() {
    return new Row()
        .text("unit", unit)
        .text("bucket", bucket)
        .text("key", key)
        .text("sourceEtag", sourceEtag)
        .number("partSize", partSize)
        .text("begun", begun.toString());
  }

  static Upload of(Row row) {
    return new Upload(
        row.text("unit"),
        row.text("bucket"),
        row.text("key"),
        row.text("sourceEtag"),
        row.number("partSize"),
        Instant.parse(row.text("begun")),
        Optional.ofNullable(optional(row, "id")),
        Optional.ofNullable(optional(row, "etag")));
  }

  private static @Nullable String optional(Row row, String name) {
    return row.has(name) ? row.text(name) : null;
  }
}
