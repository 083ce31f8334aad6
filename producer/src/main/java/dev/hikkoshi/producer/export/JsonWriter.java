package dev.hikkoshi.producer.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/// JSON being written to a buffer that is reused. Commas are its own business; whether the rest is
/// JSON is its caller's. Not thread-safe.
final class JsonWriter {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final int LONGEST_CHAR = 6;

  private byte[] bytes = new byte[1024];
  private int length;

  void clear() {
    length = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /// Begins a value or a name: with a comma, unless it is the first.
  private void separate() {
    if (length > 0
        && bytes[length - 1] != '{'
        && bytes[length - 1] != '['
        && bytes[length - 1] != ':') {
      put(',');
    }
  }

  /// `{` or `[`.
  void open(char bracket) {
    separate();
    put(bracket);
  }

  /// `}` or `]`.
  void close(char bracket) {
    put(bracket);
  }

  void name(String name) {
    text(name);
    put(':');
  }

  /// Writes a literal that needs no quotes.
  void literal(String ascii) {
    separate();
    ascii(ascii);
  }

  /// Writes a string whose characters need no escape.
  void plain(byte[] ascii) {
    separate();
    ensure(ascii.length + 2);
    bytes[length++] = '"';
    System.arraycopy(ascii, 0, bytes, length, ascii.length);
    length += ascii.length;
    bytes[length++] = '"';
  }

  /// Writes any string. A lone surrogate becomes an escape that no reader of JSON takes.
  void text(String text) {
    separate();
    int end = text.length();
    ensure(end * 3 + 2);
    byte[] out = bytes;
    int o = length;
    out[o++] = '"';
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
        out[o++] = (byte) c;
      } else {
        length = o;
        i += other(text, i);
        ensure((end - i) * 3 + 1);
        out = bytes;
        o = length;
      }
    }
    out[o++] = '"';
    length = o;
  }

  /// Writes a character that is not itself in JSON or more than a byte; returns how many chars it
  /// took beyond the first.
  private int other(String text, int i) {
    ensure(LONGEST_CHAR);
    char c = text.charAt(i);
    if (c < ' ' || Character.isSurrogate(c)) {
      int codePoint = text.codePointAt(i);
      if (codePoint > 0xFFFF) {
        bytes[length++] = (byte) (0xF0 | codePoint >> 18);
        bytes[length++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
        bytes[length++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        bytes[length++] = (byte) (0x80 | (codePoint & 0x3F));
        return 1;
      }
      escaped(c);
    } else if (c < 0x80) {
      bytes[length++] = '\\';
      bytes[length++] = (byte) c;
    } else if (c < 0x800) {
      bytes[length++] = (byte) (0xC0 | c >> 6);
      bytes[length++] = (byte) (0x80 | (c & 0x3F));
    } else {
      bytes[length++] = (byte) (0xE0 | c >> 12);
      bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      bytes[length++] = (byte) (0x80 | (c & 0x3F));
    }
    return 0;
  }

  private void escaped(char c) {
    bytes[length++] = '\\';
    bytes[length++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[(c >> shift) & 0xF];
    }
  }

  @SuppressWarnings("deprecation") // the low bytes of ASCII are the characters
  private void ascii(String ascii) {
    ensure(ascii.length());
    ascii.getBytes(0, ascii.length(), bytes, length);
    length += ascii.length();
  }

  private void put(char c) {
    ensure(1);
    bytes[length++] = (byte) c;
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
