package dev.hikkoshi.common.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hikkoshi.common.bytes.Swar;
import java.util.Arrays;

/// JSON text under way, as UTF-8 bytes in a buffer that grows. For one thread.
///
/// Text becomes a JSON string (RFC 8259) eight bytes at a time: quotes, backslashes and control
/// characters are escaped, all else stands as it is.
public final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  /// The most that is written in one step: eight characters of six bytes each, and a word beyond.
  private static final int STEP = 6 * Swar.BYTES + Swar.BYTES;

  private byte[] buffer;
  private int length;

  /// @param capacity of the buffer at first, in bytes
  public JsonBytes(int capacity) {
    buffer = new byte[capacity];
  }

  /// Adds JSON as it stands.
  ///
  /// @param ascii nothing but ASCII
  public JsonBytes json(String ascii) {
    byte[] bytes = ascii.getBytes(US_ASCII);
    return json(bytes, 0, bytes.length);
  }

  /// Adds JSON as it stands.
  public JsonBytes json(byte[] utf8, int from, int count) {
    System.arraycopy(utf8, from, room(length, count), length, count);
    length += count;
    return this;
  }

  /// Adds a string.
  ///
  /// @param utf8 the text; that it is UTF-8 is not checked
  public JsonBytes string(byte[] utf8) {
    byte[] out = room(length, utf8.length + utf8.length / 4 + STEP);
    int o = length;
    out[o++] = '"';
    int i = 0;
    for (; i <= utf8.length - Swar.BYTES; i += Swar.BYTES) {
      out = room(o, STEP);
      long word = Swar.get(utf8, i);
      o =
          Swar.firstBelow(word, ' ') == 0
              ? quote(word, out, o)
              : bytes(utf8, i, i + Swar.BYTES, out, o);
    }
    out = room(o, STEP);
    o = bytes(utf8, i, utf8.length, out, o);
    out[o++] = '"';
    length = o;
    return this;
  }

  /// Writes eight bytes, none of them a control character, with a backslash before each quote and
  /// backslash. Where the next word goes depends on how many there are alone, and where it comes
  /// from on nothing.
  ///
  /// @return the index behind them
  private static int quote(long word, byte[] out, int at) {
    int o = at;
    int done = 0;
    long marks = Swar.equal(word, '"') | Swar.equal(word, '\\');
    for (; marks != 0; marks = Swar.withoutFirst(marks)) {
      int next = Swar.first(marks);
      Swar.set(out, o, word >>> (Byte.SIZE * done)); // what is behind is written over
      o += next - done;
      out[o++] = '\\';
      done = next;
    }
    Swar.set(out, o, word >>> (Byte.SIZE * done));
    return o + Swar.BYTES - done;
  }

  /// Writes fewer than eight bytes, or eight of any kind.
  ///
  /// @return the index behind them
  private static int bytes(byte[] utf8, int from, int to, byte[] out, int at) {
    int o = at;
    for (int i = from; i < to; i++) {
      byte b = utf8[i];
      if (isPlain(b)) {
        out[o++] = b;
      } else {
        o = escape(b, out, o);
      }
    }
    return o;
  }

  private static boolean isPlain(byte b) {
    return b != '"' && b != '\\' && (b >= ' ' || b < 0);
  }

  /// @return the index behind the escape
  private static int escape(byte b, byte[] out, int at) {
    int o = at;
    out[o++] = '\\';
    if (b == '"' || b == '\\') {
      out[o++] = b;
      return o;
    }
    out[o++] = 'u';
    out[o++] = '0';
    out[o++] = '0';
    out[o++] = HEX[b >> 4];
    out[o++] = HEX[b & 0xF];
    return o;
  }

  /// Takes everything back.
  public JsonBytes clear() {
    length = 0;
    return this;
  }

  /// The buffer, with room for `more` bytes behind its first `filled`.
  private byte[] room(int filled, int more) {
    if (filled + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(filled + more, 2 * buffer.length));
    }
    return buffer;
  }

  /// Holds the text in its first [#length] bytes, until more is added.
  public byte[] buffer() {
    return buffer;
  }

  /// Bytes so far.
  public int length() {
    return length;
  }
}
