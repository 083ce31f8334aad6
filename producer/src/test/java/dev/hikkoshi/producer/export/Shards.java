package dev.hikkoshi.producer.export;

import dev.hikkoshi.common.ledger.ShardFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/// Data files for tests.
public final class Shards {
  private Shards() {}

  /// One gzip member for each part.
  public static byte[] gzip(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    try {
      for (byte[] part : parts) {
        try (var gzip = new GZIPOutputStream(out)) {
          gzip.write(part);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// Puts a file and describes it as a manifest and a check do.
  public static ShardFile put(FakeS3 s3, String key, byte[] bytes, long items) {
    s3.put(key, bytes);
    return new ShardFile(
        key,
        items,
        Base64.getEncoder().encodeToString(FakeS3.md5(bytes)),
        s3.etag(key),
        bytes.length,
        true);
  }
}
