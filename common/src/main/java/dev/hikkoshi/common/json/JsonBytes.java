package dev.hikkoshi.common.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// JSON text under way, as UTF-8 bytes in a buffer that grows. For one thread.
///
/// Text becomes a JSON string (RFC 8259) eight bytes at a time: quotes, backslashes and control
/// characters are escaped, all else stands as it is.
public final class JsonBytes {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  /// More than any step of a string adds: a word and the longest escape.
  private static final int STEP = Long.BYTES + 8;

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
    System.arraycopy(bytes, 0, room(length, bytes.length), length, bytes.length);
    length += bytes.length;
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
    while (i <= utf8.length - Long.BYTES) {
      out = room(o, STEP);
      long word = (long) WORD.get(utf8, i);
      WORD.set(out, o, word); // what is behind the plain bytes is written over
      int plain = plain(word);
      i += plain;
      o += plain;
      if (plain < Long.BYTES) {
        o = escape(utf8[i++], out, o);
      }
    }
    while (i < utf8.length) {
      out = room(o, STEP);
      byte b = utf8[i++];
      if (isPlain(b)) {
        out[o++] = b;
      } else {
        o = escape(b, out, o);
      }
    }
    out = room(o, 1);
    out[o++] = '"';
    length = o;
    return this;
  }

  /// How many of a word's lowest bytes need no escape. The lowest flagged byte is always exact, and
  /// only it is used.
  private static int plain(long word) {
    long quote = word ^ (ONES * '"');
    long backslash = word ^ (ONES * '\\');
    long flags =
        (((quote - ONES) & ~quote)
                | ((backslash - ONES) & ~backslash)
                | ((word - ONES * ' ') & ~word)) // below a space
            & HIGH_BITS;
    return Long.numberOfTrailingZeros(flags) >>> 3; // 8 if there is none
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
