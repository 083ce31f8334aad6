package dev.hikkoshi.common.item;

import java.util.Arrays;

/// Base64 (RFC 4648, section 4) from buffer to buffer. Each byte string has exactly one accepted
/// spelling: padded, and zero in the bits that padding leaves over.
final class Base64Text {
  private static final byte[] VALUES = new byte[256];

  static {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < alphabet.length(); i++) {
      VALUES[alphabet.charAt(i)] = (byte) i;
    }
  }

  private Base64Text() {}

  /// Decodes `text[from..to)` to `out`, which has room for three quarters of it; returns the index
  /// behind the decoded bytes, or -1 for what is not base64.
  static int decode(byte[] text, int from, int to, byte[] out, int at) {
    if ((to - from) % 4 != 0) {
      return -1;
    }
    if (from == to) {
      return at;
    }
    int o = at;
    int last = to - 4;
    for (int i = from; i < last; i += 4) {
      int bits =
          value(text, i) << 18
              | value(text, i + 1) << 12
              | value(text, i + 2) << 6
              | value(text, i + 3);
      if (bits < 0) {
        return -1;
      }
      out[o] = (byte) (bits >> 16);
      out[o + 1] = (byte) (bits >> 8);
      out[o + 2] = (byte) bits;
      o += 3;
    }
    int padding = text[to - 1] != '=' ? 0 : text[to - 2] != '=' ? 1 : 2;
    int bits =
        value(text, last) << 18
            | value(text, last + 1) << 12
            | (padding > 1 ? 0 : value(text, last + 2) << 6)
            | (padding > 0 ? 0 : value(text, last + 3));
    if (bits < 0 || (bits & ((1 << (8 * padding)) - 1)) != 0) {
      return -1;
    }
    for (int i = 0; i < 3 - padding; i++) {
      out[o++] = (byte) (bits >> (16 - 8 * i));
    }
    return o;
  }

  private static int value(byte[] text, int i) {
    return VALUES[text[i] & 0xFF];
  }
}
