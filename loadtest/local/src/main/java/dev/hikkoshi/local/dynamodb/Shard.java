package dev.hikkoshi.local.dynamodb;

import dev.hikkoshi.common.ledger.ExportFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPOutputStream;

/// One data file being written to disk. Not thread-safe.
final class Shard implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path path;
  private final ExportFormat format;
  private final MessageDigest md5 = Md5.newDigest();
  private final OutputStream lines;
  private long items;

  Shard(Path path, ExportFormat format) throws IOException {
    this.path = path;
    this.format = format;
    lines =
        new GZIPOutputStream(
            new DigestOutputStream(Files.newOutputStream(path), md5), BUFFER_BYTES);
  }

  /// @param line with its line feed
  void add(byte[] line) throws IOException {
    if (format == ExportFormat.ION && items > 0) {
      lines.write(' '); // as AWS separates values of Ion
    }
    lines.write(line);
    items++;
  }

  /// Closes the file; nothing can be added any more.
  ShardFile finish() throws IOException {
    lines.close();
    return new ShardFile(path, items, md5.digest());
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
