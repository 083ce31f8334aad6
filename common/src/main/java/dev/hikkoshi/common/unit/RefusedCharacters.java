package dev.hikkoshi.common.unit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hikkoshi.common.bytes.Swar;
import java.io.ByteArrayOutputStream;

/// The characters that SQS refuses and JSON does not, U+FFFE and U+FFFF: in UTF-8, EF BF BE and EF
/// BF BF. In JSON they can only stand in strings, where an escape means the same.
final class RefusedCharacters {
  private static final int FIRST = 0xEF;
  private static final int LENGTH = 3;
  private static final byte[] FFFE = "\\uFFFE".getBytes(US_ASCII);
  private static final byte[] FFFF = "\\uFFFF".getBytes(US_ASCII);

  private RefusedCharacters() {}

  /// JSON with escapes in their place.
  ///
  /// @return the array itself if there are none
  static byte[] escaped(byte[] json) {
    int at = next(json, 0, json.length);
    if (at == json.length) {
      return json;
    }
    var out = new ByteArrayOutputStream(json.length + 64);
    int from = 0;
    for (; at < json.length; at = next(json, from, json.length)) {
      out.write(json, from, at - from);
      out.writeBytes(json[at + 2] == (byte) 0xBE ? FFFE : FFFF);
      from = at + LENGTH;
    }
    out.write(json, from, json.length - from);
    return out.toByteArray();
  }

  /// How many bytes longer the escapes make `json[from..to)`.
  static int growth(byte[] json, int from, int to) {
    int growth = 0;
    for (int at = next(json, from, to); at < to; at = next(json, at + LENGTH, to)) {
      growth += FFFE.length - LENGTH;
    }
    return growth;
  }

  /// Where the next one begins; `to` if there is none.
  private static int next(byte[] json, int from, int to) {
    int i = from;
    while (i + LENGTH <= to) {
      if (i + Swar.BYTES <= to && !holdsFirst(Swar.get(json, i))) {
        i += Swar.BYTES;
      } else if (isRefused(json, i)) {
        return i;
      } else {
        i++;
      }
    }
    return to;
  }

  /// Whether any of a word's bytes may be the first of one; most words are ASCII.
  private static boolean holdsFirst(long word) {
    return Swar.notAscii(word) != 0 && Swar.firstEqual(word, FIRST) != 0;
  }

  private static boolean isRefused(byte[] json, int at) {
    return json[at] == (byte) FIRST && json[at + 1] == (byte) 0xBF && (json[at + 2] & 0xFE) == 0xBE;
  }
}
