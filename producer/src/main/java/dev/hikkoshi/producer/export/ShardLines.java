package dev.hikkoshi.producer.export;

import dev.hikkoshi.common.bytes.Swar;
import dev.hikkoshi.common.ledger.ShardFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.s3.S3Client;

/// The lines of one gzipped data file, one at a time, in a buffer that is reused. For one thread.
final class ShardLines implements Closeable {
  /// Of what is zipped: small, because hundreds of files are read side by side.
  private static final int ZIPPED = 8 << 10;

  /// Of lines, and what is unzipped at a time: as much as zlib looks back, because its window,
  /// which other files have pushed out of the cache meanwhile, is read again each time
  /// (docs/performance.md).
  static final int LINES = 32 << 10;

  private static final int MAX_LINE = 64 << 20;

  /// A larger buffer is not kept: hundreds of files are read side by side.
  private static final int KEPT = 512 << 10;

  private final ShardFile file;
  private final InputStream in;
  private byte[] buffer = new byte[LINES];
  private int from;
  private int to;
  private int filled;
  private long line;
  private long lines;

  /// Opens the file.
  ///
  /// @throws IOException if it cannot be read or is not gzip
  ShardLines(S3Client s3, String bucket, ShardFile file) throws IOException {
    this.file = file;
    var stream = new ShardStream(s3, bucket, file);
    try {
      this.in = new GZIPInputStream(stream, ZIPPED);
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /// Goes to the next line that is not blank.
  ///
  /// @return false at the end of the file
  /// @throws IOException if the file is cut, damaged, or could not be read
  boolean next() throws IOException {
    do {
      if (!advance()) {
        return false;
      }
      line++;
    } while (isBlank());
    lines++;
    return true;
  }

  private boolean isBlank() {
    int i = from;
    while (i < to && (buffer[i] == ' ' || buffer[i] == '\r')) {
      i++;
    }
    return i == to;
  }

  private boolean advance() throws IOException {
    int start = to == 0 && line == 0 ? 0 : to + 1;
    int searched = start;
    while (true) {
      searched = lineFeed(searched);
      if (searched < filled) {
        from = start;
        to = searched;
        return true;
      }
      int moved = makeRoom(Math.min(start, filled));
      start -= moved;
      searched -= moved;
      int count = in.read(buffer, filled, Math.min(LINES, buffer.length - filled));
      if (count < 0) {
        from = Math.min(start, filled);
        to = filled;
        return from < to;
      }
      filled += count;
    }
  }

  /// The index of the first line feed from `begin` on, or of the end of what is filled.
  private int lineFeed(int begin) {
    int i = begin;
    while (i <= filled - Swar.BYTES) {
      long lineFeeds = Swar.firstEqual(Swar.get(buffer, i), '\n');
      if (lineFeeds != 0) {
        return i + Swar.first(lineFeeds);
      }
      i += Swar.BYTES;
    }
    while (i < filled && buffer[i] != '\n') {
      i++;
    }
    return Math.min(i, filled);
  }

  /// Makes room behind what is filled by dropping what lies before `keep`, or else by growing;
  /// returns how far it moved.
  private int makeRoom(int keep) throws IOException {
    if (filled < buffer.length) {
      return 0;
    }
    if (keep > 0) {
      System.arraycopy(buffer, keep, buffer, 0, filled - keep);
      filled -= keep;
      return keep;
    }
    if (buffer.length >= MAX_LINE) {
      throw new IOException(
          file.key() + " line " + (line + 1) + " is longer than " + MAX_LINE + " bytes");
    }
    buffer = Arrays.copyOf(buffer, buffer.length * 2);
    return 0;
  }

  /// Gives the line back, and with it the memory that a very long one took; between two calls of
  /// [#next].
  void release() {
    if (buffer.length <= KEPT) {
      return;
    }
    int rest = Math.max(0, filled - (to + 1));
    byte[] small = new byte[Math.max(LINES, rest)];
    System.arraycopy(buffer, filled - rest, small, 0, rest);
    buffer = small;
    filled = rest;
    from = 0;
    to = -1;
  }

  ShardFile file() {
    return file;
  }

  /// The buffer that holds the line until the next call of [#next].
  byte[] buffer() {
    return buffer;
  }

  /// Where the line begins in [#buffer].
  int from() {
    return from;
  }

  /// Where the line ends in [#buffer], without its line feed.
  int to() {
    return to;
  }

  /// Lines read so far that are not blank.
  long lines() {
    return lines;
  }

  /// The line's number, from 1.
  long line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
