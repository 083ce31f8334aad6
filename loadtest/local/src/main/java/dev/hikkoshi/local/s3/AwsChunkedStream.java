package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.S3Error;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Takes off the `aws-chunked` framing: `size[;chunk-signature=…]`, data, and after the last chunk
/// the trailers. Chunk signatures are not verified. Not thread-safe.
final class AwsChunkedStream extends InputStream {
  private static final int MAX_LINE = 16 * 1024;

  private final InputStream in;
  private final Map<String, String> trailers = new LinkedHashMap<>();
  private long left;
  private boolean first = true;
  private boolean ended;

  AwsChunkedStream(InputStream in) {
    this.in = in;
  }

  /// Trailers by lower-case name, once the end was reached.
  Map<String, String> trailers() {
    return trailers;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int count = in.read(buffer, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw S3Error.INCOMPLETE_BODY.exception();
    }
    left -= count;
    return count;
  }

  private void nextChunk() throws IOException {
    if (!first && !line().isEmpty()) {
      throw S3Error.INCOMPLETE_BODY.exception();
    }
    first = false;
    left = size(line());
    if (left == 0) {
      ended = true;
      readTrailers();
    }
  }

  private static long size(String line) {
    int semicolon = line.indexOf(';');
    String digits = semicolon < 0 ? line : line.substring(0, semicolon);
    try {
      long size = Long.parseLong(digits.strip(), 16);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException _) {
      // refused below
    }
    throw S3Error.INCOMPLETE_BODY.exception();
  }

  private void readTrailers() throws IOException {
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        trailers.put(
            line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip());
      }
    }
  }

  /// A line without its CRLF; empty at the end of the stream, where the last CRLF may be missing.
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int each = in.read(); each >= 0 && each != '\n'; each = in.read()) {
      if (line.length() == MAX_LINE) {
        throw S3Error.INCOMPLETE_BODY.exception();
      }
      line.append((char) each);
    }
    int end = line.length();
    return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
  }
}
