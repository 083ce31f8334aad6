package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.producer.export.ShardStream;
import java.io.IOException;
import software.amazon.awssdk.services.s3.S3Client;

/// Any bytes of one object, from the very version that was checked. For one thread.
record ShardRanges(S3Client s3, String bucket, ShardFile file) {
  /// Reads exactly `length` bytes.
  ///
  /// @throws IOException if they are not all there, or could not be read
  void read(long position, byte[] buffer, int offset, int length) throws IOException {
    long end = position + length;
    if (position < 0 || end > file.bytes()) {
      throw new IOException(
          file.key() + " has no bytes " + position + " to " + end + ": it is cut or damaged");
    }
    try (var in = new ShardStream(s3, bucket, file, position, end)) {
      in.readNBytes(buffer, offset, length);
    }
  }
}
