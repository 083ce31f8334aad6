package dev.hikkoshi.common.ledger;

/// One data file of a source.
///
/// @param key the object's key in the source's bucket
/// @param items how many items its manifest says it holds
/// @param md5 base64 MD5 of the object's bytes, as its manifest says
/// @param etag the object's ETag when it was checked, quotes included; later reads insist on it
/// @param bytes the object's size
/// @param proven whether that ETag proves the MD5; otherwise the bytes have to be read once before
///   the first write
public record ShardFile(
    String key, long items, String md5, String etag, long bytes, boolean proven) {
  Row row() {
    return new Row()
        .text("key", key)
        .number("items", items)
        .text("md5", md5)
        .text("etag", etag)
        .number("bytes", bytes)
        .number("proven", proven ? 1 : 0);
  }

  static ShardFile of(Row row) {
    return new ShardFile(
        row.text("key"),
        row.number("items"),
        row.text("md5"),
        row.text("etag"),
        row.number("bytes"),
        row.number("proven") == 1);
  }
}
