package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// One spelling per number: `0`, or `[-]digits E exponent` where the digits have no zero at either
/// end and the value is exactly digits × 10^exponent (`3.1400` → `314E-2`, `100` → `1E2`). Nothing
/// is rounded, whatever the number of digits.
///
/// Accepted syntax: an optional sign, digits with at most one point among them, optionally `e` or
/// `E` with an optional sign and digits. An exponent of more than 15 digits is refused, because a
/// form that is exact for it could not be computed in bounded space.
final class NumberForm {
  private static final long EXPONENT_BOUND = 1_000_000_000_000_000L;

  /// A form is longer than its number by no more than this: `E`, sign and digits of the exponent.
  static final int MAX_GROWTH = 20;

  private int digits;
  private boolean negative;

  /// Writes the form of `text[from..to)` to `out`, which has room for `to - from + MAX_GROWTH`
  /// bytes; returns the index behind it, or -1 for what is no number.
  int write(byte[] text, int from, int to, byte[] out, int at) {
    int i = from;
    int o = at;
    negative = i < to && text[i] == '-';
    if (i < to && (text[i] == '-' || text[i] == '+')) {
      i++;
    }
    if (negative) {
      out[o++] = '-';
    }
    int firstDigit = o;
    int digitsRead = 0;
    int pointAt = -1;
    for (; i < to; i++) {
      byte c = text[i];
      if (c >= '0' && c <= '9') {
        digitsRead++;
        if (c != '0' || o > firstDigit) {
          out[o++] = c;
        }
      } else if (c == '.' && pointAt < 0) {
        pointAt = digitsRead;
      } else {
        break;
      }
    }
    if (digitsRead == 0) {
      return -1;
    }
    long exponent = pointAt < 0 ? 0 : pointAt - digitsRead;
    if (i < to) {
      long written = exponent(text, i, to);
      if (written == Long.MIN_VALUE) {
        return -1;
      }
      exponent += written;
    }
    if (o == firstDigit) {
      digits = 0;
      negative = false;
      out[at] = '0';
      return at + 1;
    }
    while (out[o - 1] == '0') {
      o--;
      exponent++;
    }
    digits = o - firstDigit;
    out[o++] = 'E';
    return putLong(exponent, out, o);
  }

  /// What DynamoDB counts for the number last written: AWS documents about one byte per two
  /// significant digits and one more; DynamoDB Local adds one for a minus and counts 1 for zero.
  int size() {
    return digits == 0 ? 1 : 1 + (digits + 1) / 2 + (negative ? 1 : 0);
  }

  /// The exponent written at `from` (`e` first), or Long.MIN_VALUE.
  private static long exponent(byte[] text, int from, int to) {
    if ((text[from] | 0x20) != 'e') {
      return Long.MIN_VALUE;
    }
    int i = from + 1;
    boolean minus = i < to && text[i] == '-';
    if (i < to && (text[i] == '-' || text[i] == '+')) {
      i++;
    }
    if (i == to) {
      return Long.MIN_VALUE;
    }
    long value = 0;
    for (; i < to; i++) {
      int digit = text[i] - '0';
      value = value * 10 + digit;
      if (digit < 0 || digit > 9 || value >= EXPONENT_BOUND) {
        return Long.MIN_VALUE;
      }
    }
    return minus ? -value : value;
  }

  private static int putLong(long value, byte[] out, int at) {
    if (value > -10 && value < 10) { // nearly all
      int o = at;
      if (value < 0) {
        out[o++] = '-';
      }
      out[o++] = (byte) ('0' + Math.abs(value));
      return o;
    }
    byte[] decimal = Long.toString(value).getBytes(US_ASCII);
    System.arraycopy(decimal, 0, out, at, decimal.length);
    return at + decimal.length;
  }
}
