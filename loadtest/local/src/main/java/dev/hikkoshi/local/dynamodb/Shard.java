package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPOutputStream;

/// One data file being written to disk. Not thread-safe.
final class Shard implements AutoCloseable {
  private static final byte[] BEFORE = "{\"Item\":".getBytes(US_ASCII);
  private static final byte[] AFTER = "}\n".getBytes(US_ASCII);
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path path;
  private final MessageDigest md5 = Md5.newDigest();
  private final OutputStream lines;
  private long items;

  Shard(Path path) throws IOException {
    this.path = path;
    lines =
        new GZIPOutputStream(
            new DigestOutputStream(Files.newOutputStream(path), md5), BUFFER_BYTES);
  }

  void add(byte[] page, int offset, int length) throws IOException {
    lines.write(BEFORE);
    lines.write(page, offset, length);
    lines.write(AFTER);
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
