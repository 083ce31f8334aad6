package dev.hikkoshi.common.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;

/// A pull cursor over one JSON text (UTF-8 bytes) that lies in a larger buffer, without copying it
/// and without garbage: reset it for the next text. It accepts exactly RFC 8259 and never recurses,
/// so hostile text ends in a [MalformedJsonException], at the latest at `maxDepth` levels.
///
/// The caller says what it expects, in the order of the text:
///
/// ```java
/// cursor.reset(line, 0, line.length).enterObject();
/// while (cursor.nextField()) {
///   if (cursor.textIs(ITEM)) {
///     cursor.skipValue();          // valueFrom() and valueTo(): the value as it stands
///   } else {
///     throw cursor.malformed("unknown field");
///   }
/// }
/// cursor.end();
/// ```
///
/// [#nextField] and [#readText] leave a decoded text behind: UTF-8 bytes `textBytes()[textFrom()..
/// textTo())`, valid until the next name or string is read. Every value must be read, skipped or
/// entered and left exactly once. After an exception only [#reset] makes sense. Not thread-safe.
public final class JsonCursor {
  /// Twice what DynamoDB allows (32 levels of two brackets each), and some.
  public static final int DEFAULT_MAX_DEPTH = 128;

  private final int maxDepth;
  private final JsonText text = new JsonText();
  private final JsonSkipper skipper;

  private byte[] buf = {};
  private int base;
  private int pos;
  private int limit;
  private int depth;
  // One flag for all levels: behind a closed bracket there is always an element before.
  private boolean first;
  private int valueFrom;
  private int valueTo;

  public JsonCursor() {
    this(DEFAULT_MAX_DEPTH);
  }

  /// @param maxDepth how many brackets may be open at once, at least 1
  public JsonCursor(int maxDepth) {
    if (maxDepth < 1) {
      throw new IllegalArgumentException("maxDepth " + maxDepth + " is not at least 1");
    }
    this.maxDepth = maxDepth;
    this.skipper = new JsonSkipper(maxDepth);
  }

  /// Puts the cursor before the text `buffer[from..to)`. Offsets in errors count from `from`, the
  /// other positions are indexes into the buffer.
  public JsonCursor reset(byte[] buffer, int from, int to) {
    Objects.checkFromToIndex(from, to, buffer.length);
    buf = buffer;
    base = from;
    pos = from;
    limit = to;
    depth = 0;
    first = false;
    valueFrom = from;
    valueTo = from;
    return this;
  }

  /// What the next value is, without reading it.
  public JsonKind peek() throws MalformedJsonException {
    return switch (next()) {
      case '{' -> JsonKind.OBJECT;
      case '[' -> JsonKind.ARRAY;
      case '"' -> JsonKind.STRING;
      case 't', 'f' -> JsonKind.BOOLEAN;
      case 'n' -> JsonKind.NULL;
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> JsonKind.NUMBER;
      default -> throw unexpected("a value");
    };
  }

  /// Steps into an object; [#nextField] follows, until it returns false.
  public void enterObject() throws MalformedJsonException {
    enter('{', "an object");
  }

  /// Steps into an array; [#nextElement] follows, until it returns false.
  public void enterArray() throws MalformedJsonException {
    enter('[', "an array");
  }

  /// Reads the next field's name and stands before its value; false = the object is left.
  public boolean nextField() throws MalformedJsonException {
    if (!more('}')) {
      return false;
    }
    if (next() != '"') {
      throw unexpected("a field name");
    }
    pos = text.read(buf, pos, limit, base);
    if (next() != ':') {
      throw unexpected("':'");
    }
    pos++;
    return true;
  }

  /// Steps into an object and reads the name of its first field; false = it is empty, and left. The
  /// same as [#enterObject] and [#nextField], in one step where the name is a single letter and
  /// nothing is between them, as in `{"S":`.
  public boolean enterField() throws MalformedJsonException {
    if (depth < maxDepth && JsonSkipper.isOneLetterField(buf, pos, limit)) {
      text.set(buf, pos + 2, pos + 3);
      depth++;
      pos += JsonSkipper.ONE_LETTER_FIELD;
      first = false;
      return true;
    }
    enterObject();
    return nextField();
  }

  /// Stands before the next element; false = the array is left.
  public boolean nextElement() throws MalformedJsonException {
    return more(']');
  }

  /// Reads a string value; its decoded bytes are then [#textBytes].
  public void readText() throws MalformedJsonException {
    if (next() != '"') {
      throw unexpected("a string");
    }
    valueFrom = pos;
    pos = text.read(buf, pos, limit, base);
    valueTo = pos;
  }

  /// Reads a string value.
  public String readString() throws MalformedJsonException {
    readText();
    return textAsString();
  }

  public boolean readBoolean() throws MalformedJsonException {
    boolean value = next() == 't';
    if (!value && buf[pos] != 'f') {
      throw unexpected("true or false");
    }
    skipValue();
    return value;
  }

  public void readNull() throws MalformedJsonException {
    if (next() != 'n') {
      throw unexpected("null");
    }
    skipValue();
  }

  /// Reads a number that must be an integer in the range of a long and without an exponent.
  public long readLong() throws MalformedJsonException {
    if (peek() != JsonKind.NUMBER) {
      throw unexpected("an integer");
    }
    skipValue();
    long negated = 0; // negative, because Long.MIN_VALUE has no positive counterpart
    boolean minus = buf[valueFrom] == '-';
    for (int i = minus ? valueFrom + 1 : valueFrom; i < valueTo; i++) {
      int digit = buf[i] - '0';
      if (digit < 0 || digit > 9 || negated < (Long.MIN_VALUE + digit) / 10) {
        throw new MalformedJsonException(valueFrom - base, "not an integer in range");
      }
      negated = negated * 10 - digit;
    }
    if (!minus && negated == Long.MIN_VALUE) {
      throw new MalformedJsonException(valueFrom - base, "not an integer in range");
    }
    return minus ? negated : -negated;
  }

  /// Reads a number; one beyond the range of a double is refused.
  public double readDouble() throws MalformedJsonException {
    if (peek() != JsonKind.NUMBER) {
      throw unexpected("a number");
    }
    skipValue();
    double value = Double.parseDouble(new String(buf, valueFrom, valueTo - valueFrom, US_ASCII));
    if (Double.isInfinite(value)) {
      throw new MalformedJsonException(valueFrom - base, "not a number in range");
    }
    return value;
  }

  /// Checks the next value, whatever it is, and steps over it.
  public void skipValue() throws MalformedJsonException {
    next();
    valueFrom = pos;
    pos = skipper.skip(buf, pos, limit, base, maxDepth - depth);
    valueTo = pos;
  }

  /// The text must end here, but for white space.
  public void end() throws MalformedJsonException {
    skipWhiteSpace();
    if (pos < limit) {
      throw unexpected("the end of the text");
    }
  }

  /// Whether the text last read (a name or a string) is `expected`, given as UTF-8.
  public boolean textIs(byte[] expected) {
    return Arrays.equals(text.bytes, text.from, text.to, expected, 0, expected.length);
  }

  /// Holds the text last read; maybe the caller's own buffer: not to be written to.
  public byte[] textBytes() {
    return text.bytes;
  }

  public int textFrom() {
    return text.from;
  }

  public int textTo() {
    return text.to;
  }

  public int textLength() {
    return text.to - text.from;
  }

  public String textAsString() {
    return new String(text.bytes, text.from, text.to - text.from, UTF_8);
  }

  /// Index of the first byte of the value last read or skipped, quotes and brackets included. (Not
  /// of one that was entered: take [#position] before and after.)
  public int valueFrom() {
    return valueFrom;
  }

  /// Index behind the value last read or skipped.
  public int valueTo() {
    return valueTo;
  }

  /// Where the cursor stands in the buffer: behind the last thing read, at the next thing's first
  /// byte after [#peek].
  public int position() {
    return pos;
  }

  /// Where the cursor stands in the text: what errors report.
  public int offset() {
    return pos - base;
  }

  /// An error of the caller's own at the place where the cursor stands.
  public MalformedJsonException malformed(String reason) {
    return new MalformedJsonException(pos - base, reason);
  }

  private void enter(char bracket, String what) throws MalformedJsonException {
    if (next() != bracket) {
      throw unexpected(what);
    }
    if (++depth > maxDepth) {
      throw malformed(JsonSkipper.tooDeep(maxDepth));
    }
    pos++;
    first = true;
  }

  private boolean more(char bracket) throws MalformedJsonException {
    int c = next();
    if (c == bracket) {
      pos++;
      depth--;
      first = false;
      return false;
    }
    if (first) {
      first = false;
    } else if (c == ',') {
      pos++; // a bracket behind it is then no value and no name
    } else {
      throw unexpected("',' or '" + bracket + "'");
    }
    return true;
  }

  /// The next byte that is no white space, not consumed.
  private int next() throws MalformedJsonException {
    if (pos < limit && buf[pos] > ' ') {
      return buf[pos];
    }
    skipWhiteSpace();
    if (pos >= limit) {
      throw malformed("text ends too early");
    }
    return buf[pos];
  }

  private void skipWhiteSpace() {
    pos = JsonSkipper.skipWhiteSpace(buf, pos, limit);
  }

  private MalformedJsonException unexpected(String expected) {
    return JsonSkipper.unexpected(buf, pos, base, expected);
  }
}
