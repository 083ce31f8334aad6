package dev.hikkoshi.common.unit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A range of UTF-8 JSON exactly as it was read: never re-encoded. The buffer is shared, not
/// copied, and must not be changed.
public record RawJson(byte[] buffer, int from, int to) {
  public RawJson {
    if (from < 0 || to < from || to > buffer.length) {
      throw new IllegalArgumentException(from + ".." + to + " is outside 0.." + buffer.length);
    }
  }

  /// The whole of a text.
  public static RawJson of(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new RawJson(bytes, 0, bytes.length);
  }

  /// The same in memory of its own.
  public RawJson copy() {
    return new RawJson(Arrays.copyOfRange(buffer, from, to), 0, length());
  }

  /// Length in bytes.
  public int length() {
    return to - from;
  }

  /// The JSON text, for messages and tests.
  @Override
  public String toString() {
    return new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }
}
