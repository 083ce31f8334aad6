package dev.hikkoshi.common.json;

/// Well-formed UTF-8 byte sequences (Unicode standard, table 3-7).
final class Utf8 {
  private Utf8() {}

  /// The length (2–4) of the well-formed multi-byte sequence at `i`, or 0 when there is none.
  static int sequenceLength(byte[] text, int i, int limit) {
    int lead = text[i] & 0xFF;
    int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || limit - i < length) {
      return 0;
    }
    int second = text[i + 1] & 0xFF;
    int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < least || second > most) {
      return 0;
    }
    for (int k = 2; k < length; k++) {
      if ((text[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /// Writes a code point that is no surrogate; returns the index behind it.
  static int put(int codePoint, byte[] out, int at) {
    int o = at;
    if (codePoint < 0x80) {
      out[o++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      out[o++] = (byte) (0xC0 | codePoint >> 6);
      out[o++] = (byte) (0x80 | (codePoint & 0x3F));
    } else if (codePoint < 0x10000) {
      out[o++] = (byte) (0xE0 | codePoint >> 12);
      out[o++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
      out[o++] = (byte) (0x80 | (codePoint & 0x3F));
    } else {
      out[o++] = (byte) (0xF0 | codePoint >> 18);
      out[o++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
      out[o++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
      out[o++] = (byte) (0x80 | (codePoint & 0x3F));
    }
    return o;
  }
}
