package dev.hikkoshi.common.json;

import dev.hikkoshi.common.bytes.Swar;

/// Reads one JSON string: finds its end, checks it (RFC 8259: no bare control characters, known
/// escapes only; RFC 3629: well-formed UTF-8; no lone surrogate) and yields its decoded UTF-8
/// bytes. A string without escapes is its own decoding and is not copied.
final class JsonText {
  private static final byte[] NOTHING = {};

  /// The decoded bytes are `bytes[from..to)`; they are valid until the next [#read].
  byte[] bytes = NOTHING;

  int from;
  int to;

  private byte[] decoded = NOTHING;

  /// Takes these for the decoded bytes.
  void set(byte[] holder, int start, int end) {
    bytes = holder;
    from = start;
    to = end;
  }

  /// Reads the string whose opening quote is at `quote`; returns the index behind the closing one.
  /// Offsets in errors count from `base`.
  int read(byte[] text, int quote, int limit, int base) throws MalformedJsonException {
    int start = quote + 1;
    int i = start;
    while (true) {
      i = skipPlain(text, i, limit);
      if (i >= limit) {
        throw new MalformedJsonException(limit - base, "text ends inside a string");
      }
      int c = text[i];
      if (c == '"') {
        set(text, start, i);
        return i + 1;
      }
      if (c == '\\') {
        return decode(text, start, i, limit, base);
      }
      i = skipOther(text, i, limit, base);
    }
  }

  /// The index of the first byte that is not printable ASCII or is a quote or a backslash. Looks at
  /// eight bytes at a time: the lowest flagged byte of a word is always exact, and only it is used.
  private static int skipPlain(byte[] text, int from, int limit) {
    int i = from;
    while (i <= limit - Swar.BYTES) {
      int plain = plain(Swar.get(text, i));
      i += plain;
      if (plain < Swar.BYTES) {
        return i;
      }
    }
    while (i < limit && text[i] >= ' ' && text[i] != '"' && text[i] != '\\') {
      i++;
    }
    return i;
  }

  /// How many of a word's lowest bytes are printable ASCII and neither quote nor backslash; 8 if
  /// all are.
  private static int plain(long word) {
    return Swar.first(
        Swar.firstEqual(word, '"')
            | Swar.firstEqual(word, '\\')
            | Swar.firstBelow(word, ' ')
            | Swar.notAscii(word));
  }

  /// Steps over one byte that [#skipPlain] stopped at and that is neither quote nor backslash.
  private static int skipOther(byte[] text, int i, int limit, int base)
      throws MalformedJsonException {
    int c = text[i];
    if (c >= ' ') {
      return i + 1;
    }
    if (c >= 0) {
      throw new MalformedJsonException(i - base, "control character in a string");
    }
    int length = Utf8.sequenceLength(text, i, limit);
    if (length == 0) {
      throw new MalformedJsonException(i - base, "invalid UTF-8 in a string");
    }
    return i + length;
  }

  /// Checks the string whose opening quote is at `quote` without decoding it; returns the index
  /// behind the closing one.
  static int skip(byte[] text, int quote, int limit, int base) throws MalformedJsonException {
    int i = quote + 1;
    while (true) {
      i = skipPlain(text, i, limit);
      if (i >= limit) {
        throw new MalformedJsonException(limit - base, "text ends inside a string");
      }
      int c = text[i];
      if (c == '"') {
        return i + 1;
      }
      i =
          c == '\\'
              ? i + escapeLength(text, i, escapedCodePoint(text, i, limit, base))
              : skipOther(text, i, limit, base);
    }
  }

  private int decode(byte[] text, int start, int escape, int limit, int base)
      throws MalformedJsonException {
    // What an escape stands for is shorter than the escape; words are written whole, beyond what
    // counts of them.
    byte[] target = room(limit - start + Swar.BYTES);
    int out = escape - start;
    System.arraycopy(text, start, target, 0, out);
    int i = escape;
    while (true) {
      if (i <= limit - Swar.BYTES) {
        long word = Swar.get(text, i);
        long escapes = Swar.equal(word, '\\');
        if (areOfQuotesAlone(escapes, word)) {
          int cut =
              (int) (escapes >>> (Long.SIZE - 1)); // what the last escapes is in the next word
          out = unquote(word, escapes, cut, target, out);
          i += Swar.BYTES - cut;
          continue;
        }
        Swar.set(target, out, word); // what is behind the plain bytes is written over
        int plain = plain(word);
        i += plain;
        out += plain;
      } else if (i >= limit) {
        throw new MalformedJsonException(limit - base, "text ends inside a string");
      }
      int c = text[i];
      if (c == '\\') {
        int next = i + 1 < limit ? text[i + 1] : 0;
        if (next == '"' || next == '\\') {
          target[out++] = (byte) next;
          i += 2;
        } else {
          int codePoint = escapedCodePoint(text, i, limit, base);
          out = Utf8.put(codePoint, target, out);
          i += escapeLength(text, i, codePoint);
        }
      } else if (c == '"') {
        set(target, 0, out);
        return i + 1;
      } else {
        int next = skipOther(text, i, limit, base);
        System.arraycopy(text, i, target, out, next - i);
        out += next - i;
        i = next;
      }
    }
  }

  /// Whether a word that starts outside of an escape has nothing in it but printable ASCII, every
  /// quote escaped and nothing else.
  ///
  /// @param escapes where its backslashes are
  private static boolean areOfQuotesAlone(long escapes, long word) {
    long quotes = Swar.equal(word, '"');
    return ((quotes ^ (escapes << Byte.SIZE)) | Swar.firstBelow(word, ' ') | Swar.notAscii(word))
        == 0;
  }

  /// Writes such a word without its backslashes. Where the next word comes from does not depend on
  /// how many there are.
  ///
  /// @param cut how many bytes at its end are left out: 1 if the last is a backslash, otherwise 0
  /// @return the index behind what was written
  private static int unquote(long word, long escapes, int cut, byte[] target, int at) {
    int out = at;
    int done = 0;
    long marks = escapes & (-1L >>> cut);
    for (; marks != 0; marks = Swar.withoutFirst(marks)) {
      int next = Swar.first(marks);
      Swar.set(target, out, word >>> (Byte.SIZE * done)); // what is behind is written over
      out += next - done;
      done = next + 1;
    }
    Swar.set(target, out, word >>> (Byte.SIZE * done));
    return out + Swar.BYTES - cut - done;
  }

  private static int escapeLength(byte[] text, int escape, int codePoint) {
    return codePoint > 0xFFFF ? 12 : text[escape + 1] == 'u' ? 6 : 2;
  }

  private static int escapedCodePoint(byte[] text, int i, int limit, int base)
      throws MalformedJsonException {
    if (i + 1 >= limit) {
      throw new MalformedJsonException(limit - base, "text ends inside a string");
    }
    return switch (text[i + 1]) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicodeEscape(text, i, limit, base);
      default -> throw new MalformedJsonException(i - base, "unknown escape in a string");
    };
  }

  private static int unicodeEscape(byte[] text, int i, int limit, int base)
      throws MalformedJsonException {
    int unit = hexUnit(text, i + 2, limit, base);
    if (unit < 0xD800 || unit > 0xDFFF) {
      return unit;
    }
    boolean paired = unit <= 0xDBFF && i + 7 < limit && text[i + 6] == '\\' && text[i + 7] == 'u';
    int low = paired ? hexUnit(text, i + 8, limit, base) : 0;
    if (low < 0xDC00 || low > 0xDFFF) {
      throw new MalformedJsonException(i - base, "lone surrogate in a string");
    }
    return Character.toCodePoint((char) unit, (char) low);
  }

  private static int hexUnit(byte[] text, int at, int limit, int base)
      throws MalformedJsonException {
    int unit = 0;
    for (int i = at; i < at + 4; i++) {
      if (i >= limit) {
        throw new MalformedJsonException(limit - base, "text ends inside a string");
      }
      int digit = Character.digit((char) (text[i] & 0xFF), 16);
      if (digit < 0) {
        throw new MalformedJsonException(i - base, "not a hexadecimal digit in an escape");
      }
      unit = unit << 4 | digit;
    }
    return unit;
  }

  /// A buffer of at least that size.
  private byte[] room(int capacity) {
    if (capacity > decoded.length) {
      decoded = new byte[Math.max(capacity, 64)];
    }
    return decoded;
  }
}
