package dev.hikkoshi.common.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Steps over one JSON value of any kind, checking it against RFC 8259 on the way. Open brackets
/// are kept as bits, not as stack frames.
final class JsonSkipper {
  /// The length of what [#isOneLetterField] finds.
  static final int ONE_LETTER_FIELD = 5;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int WITHOUT_LETTER = 0xFF00FFFF;
  private static final int ONE_LETTER = '{' | '"' << 8 | '"' << 24;

  private final int maxDepth;
  private final long[] isObject;

  JsonSkipper(int maxDepth) {
    this.maxDepth = maxDepth;
    this.isObject = new long[maxDepth / Long.SIZE + 1];
  }

  /// The index behind the value that starts at `start` (no white space there), in which at most
  /// `levels` brackets may be open at once.
  int skip(byte[] buf, int start, int limit, int base, int levels) throws MalformedJsonException {
    int depth = 0;
    int pos = start;
    while (true) {
      // pos is at the first byte of a value
      switch (buf[pos]) {
        case '{', '[' -> {
          boolean object = buf[pos] == '{';
          if (++depth > levels) {
            throw new MalformedJsonException(pos - base, tooDeep(maxDepth));
          }
          open(depth, object);
          if (object && isOneLetterField(buf, pos, limit)) {
            pos = next(buf, pos + ONE_LETTER_FIELD, limit, base);
            continue;
          }
          pos = next(buf, pos + 1, limit, base);
          if (buf[pos] != (object ? '}' : ']')) {
            pos = object ? name(buf, pos, limit, base) : pos;
            continue;
          }
          depth--;
          pos++;
        }
        case '"' -> pos = JsonText.skip(buf, pos, limit, base);
        case 't' -> pos = literal(buf, pos, limit, base, "true");
        case 'f' -> pos = literal(buf, pos, limit, base, "false");
        case 'n' -> pos = literal(buf, pos, limit, base, "null");
        default -> pos = number(buf, pos, limit, base);
      }
      // behind a value: close what ends here, then go on with the next element
      while (true) {
        if (depth == 0) {
          return pos;
        }
        boolean object = inObject(depth);
        pos = next(buf, pos, limit, base);
        if (buf[pos] == ',') {
          pos = next(buf, pos + 1, limit, base);
          pos = object ? name(buf, pos, limit, base) : pos;
          break;
        }
        if (buf[pos] != (object ? '}' : ']')) {
          throw unexpected(buf, pos, base, object ? "',' or '}'" : "',' or ']'");
        }
        depth--;
        pos++;
      }
    }
  }

  /// Whether an object starts there whose first field has one capital letter for a name, as all
  /// types of DynamoDB JSON have but the seldom ones: `{"S":`.
  static boolean isOneLetterField(byte[] buf, int pos, int limit) {
    return pos <= limit - ONE_LETTER_FIELD
        && ((int) INT.get(buf, pos) & WITHOUT_LETTER) == ONE_LETTER
        && buf[pos + 4] == ':'
        && buf[pos + 2] >= 'A'
        && buf[pos + 2] <= 'Z';
  }

  static int skipWhiteSpace(byte[] buf, int from, int limit) {
    if (from < limit && buf[from] > ' ') {
      return from;
    }
    int i = from;
    while (i < limit && (buf[i] == ' ' || buf[i] == '\n' || buf[i] == '\r' || buf[i] == '\t')) {
      i++;
    }
    return i;
  }

  static MalformedJsonException unexpected(byte[] buf, int pos, int base, String expected) {
    int c = buf[pos] & 0xFF;
    String found = c > ' ' && c < 0x7F ? "'" + (char) c + "'" : "byte 0x" + Integer.toHexString(c);
    return new MalformedJsonException(pos - base, "expected " + expected + ", found " + found);
  }

  static String tooDeep(int maxDepth) {
    return "nested deeper than " + maxDepth + " levels";
  }

  private void open(int depth, boolean object) {
    int word = depth >> 6;
    isObject[word] = object ? isObject[word] | 1L << depth : isObject[word] & ~(1L << depth);
  }

  private boolean inObject(int depth) {
    return (isObject[depth >> 6] & 1L << depth) != 0;
  }

  /// Steps over `"name" :`; returns the index of the first byte of the field's value.
  private static int name(byte[] buf, int start, int limit, int base)
      throws MalformedJsonException {
    if (buf[start] != '"') {
      throw unexpected(buf, start, base, "a field name");
    }
    int pos = next(buf, JsonText.skip(buf, start, limit, base), limit, base);
    if (buf[pos] != ':') {
      throw unexpected(buf, pos, base, "':'");
    }
    return next(buf, pos + 1, limit, base);
  }

  private static int next(byte[] buf, int from, int limit, int base) throws MalformedJsonException {
    int pos = skipWhiteSpace(buf, from, limit);
    if (pos >= limit) {
      throw new MalformedJsonException(pos - base, "text ends too early");
    }
    return pos;
  }

  private static int literal(byte[] buf, int start, int limit, int base, String word)
      throws MalformedJsonException {
    for (int i = 0; i < word.length(); i++) {
      if (start + i >= limit || buf[start + i] != word.charAt(i)) {
        throw new MalformedJsonException(start - base, "expected " + word);
      }
    }
    return start + word.length();
  }

  private static int number(byte[] buf, int start, int limit, int base)
      throws MalformedJsonException {
    int pos = start < limit && buf[start] == '-' ? start + 1 : start;
    int digits = pos;
    pos = skipDigits(buf, pos, limit);
    boolean good = pos > digits && (buf[digits] != '0' || pos == digits + 1);
    if (pos < limit && buf[pos] == '.') {
      digits = ++pos;
      pos = skipDigits(buf, pos, limit);
      good &= pos > digits;
    }
    if (pos < limit && (buf[pos] | 0x20) == 'e') {
      pos++;
      if (pos < limit && (buf[pos] == '+' || buf[pos] == '-')) {
        pos++;
      }
      digits = pos;
      pos = skipDigits(buf, pos, limit);
      good &= pos > digits;
    }
    if (pos == start) {
      throw unexpected(buf, start, base, "a value");
    }
    if (!good) {
      throw new MalformedJsonException(start - base, "malformed number");
    }
    return pos;
  }

  private static int skipDigits(byte[] buf, int from, int limit) {
    int i = from;
    while (i < limit && buf[i] >= '0' && buf[i] <= '9') {
      i++;
    }
    return i;
  }
}
