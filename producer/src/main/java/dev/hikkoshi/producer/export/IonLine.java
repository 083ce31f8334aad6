package dev.hikkoshi.producer.export;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Locale.ROOT;

import com.amazon.ion.IonException;
import com.amazon.ion.IonReader;
import com.amazon.ion.IonType;
import com.amazon.ion.OffsetSpan;
import com.amazon.ion.SpanProvider;
import com.amazon.ion.system.IonReaderBuilder;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.item.MalformedItemException.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns a line of an ION export into the line of a DynamoDB JSON export that says the same, so
/// that nothing else has to know of Ion.
///
/// A line is one value, with or without the version marker: `$ion_1_0 {Item:{…}}`, or for an
/// incremental export `$ion_1_0 {Record:{Metadata:{…},Keys:{…},OldImage:{…},NewImage:{…}}}`, taken
/// without `Record` as well. Each line is read for itself, so that a damaged one fails alone.
///
/// | Ion | DynamoDB |
/// |---|---|
/// | string, bool, blob, list, struct | S, BOOL, B, L, M |
/// | decimal, int | N, every digit kept |
/// | null of any type | NULL |
/// | `$dynamodb_SS::[…]`, `$dynamodb_NS::[…]`, `$dynamodb_BS::[…]` | SS, NS, BS |
///
/// All else is refused: DynamoDB has no such value, and a guess would be a changed one. Memory is a
/// line's; not thread-safe.
final class IonLine {
  private static final IonReaderBuilder READERS = IonReaderBuilder.standard();
  private static final Base64.Encoder BASE64 = Base64.getEncoder();
  private static final String RECORD = "Record";
  private static final String SET_PREFIX = "$dynamodb_";
  private static final Map<String, IonType> SETS =
      Map.of(
          SET_PREFIX + "SS", IonType.STRING,
          SET_PREFIX + "NS", IonType.DECIMAL,
          SET_PREFIX + "BS", IonType.BLOB);
  private static final Pattern OFFSET = Pattern.compile("offset (\\d{1,9})");

  /// Beyond what the reader of the JSON takes: it refuses what is deeper than DynamoDB allows.
  private static final int MAX_DEPTH = 100;

  /// Numbers whose plain spelling is no longer than this are written plainly.
  private static final int LONGEST_PLAIN = 40;

  private final JsonWriter json = new JsonWriter();

  /// Reads the line `buffer[from..to)`. Offsets in errors count from `from`, those of whoever reads
  /// the JSON afterwards count in the JSON.
  void read(byte[] buffer, int from, int to) throws MalformedItemException {
    json.clear();
    try (IonReader ion = READERS.build(buffer, from, to - from)) {
      line(ion);
    } catch (IonException | IllegalArgumentException | ArithmeticException e) {
      throw new MalformedItemException(Reason.ION, offset(e), "not Ion text");
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot fail", e);
    }
  }

  /// Holds the JSON until the next line is read.
  byte[] json() {
    return json.bytes();
  }

  int length() {
    return json.length();
  }

  private void line(IonReader ion) throws MalformedItemException {
    if (ion.next() == null) {
      throw new MalformedItemException(Reason.ION, 0, "expected an export line, a struct");
    }
    requireStruct(ion, "expected an export line, a struct");
    json.open('{');
    ion.stepIn();
    while (ion.next() != null) {
      requireStruct(ion, "expected a struct of attributes");
      if (ion.getFieldName().equals(RECORD)) {
        ion.stepIn();
        while (ion.next() != null) {
          attributes(ion);
        }
        ion.stepOut();
      } else {
        attributes(ion);
      }
    }
    ion.stepOut();
    json.close('}');
    if (ion.next() != null) {
      throw malformed(ion, "expected nothing behind the struct of a line");
    }
  }

  private void attributes(IonReader ion) throws MalformedItemException {
    requireStruct(ion, "expected a struct of attributes");
    json.name(ion.getFieldName());
    struct(ion);
  }

  private void requireStruct(IonReader ion, String expected) throws MalformedItemException {
    if (ion.getType() != IonType.STRUCT || ion.isNullValue() || isAnnotated(ion)) {
      throw malformed(ion, expected);
    }
  }

  private void struct(IonReader ion) throws MalformedItemException {
    enter(ion);
    json.open('{');
    while (ion.next() != null) {
      json.name(ion.getFieldName());
      value(ion);
    }
    json.close('}');
    ion.stepOut();
  }

  private void list(IonReader ion) throws MalformedItemException {
    enter(ion);
    json.open('[');
    while (ion.next() != null) {
      value(ion);
    }
    json.close(']');
    ion.stepOut();
  }

  private static void enter(IonReader ion) throws MalformedItemException {
    if (ion.getDepth() == MAX_DEPTH) {
      throw malformed(ion, "nested deeper than " + MAX_DEPTH + " levels");
    }
    ion.stepIn();
  }

  private void value(IonReader ion) throws MalformedItemException {
    json.open('{');
    if (isAnnotated(ion)) {
      set(ion);
    } else if (ion.isNullValue()) {
      json.name("NULL");
      json.literal("true");
    } else {
      typed(ion);
    }
    json.close('}');
  }

  private void typed(IonReader ion) throws MalformedItemException {
    switch (ion.getType()) {
      case STRING -> {
        json.name("S");
        json.text(ion.stringValue());
      }
      case DECIMAL, INT -> {
        json.name("N");
        json.plain(number(ion));
      }
      case BLOB -> {
        json.name("B");
        json.plain(BASE64.encode(ion.newBytes()));
      }
      case BOOL -> {
        json.name("BOOL");
        json.literal(ion.booleanValue() ? "true" : "false");
      }
      case LIST -> {
        json.name("L");
        list(ion);
      }
      case STRUCT -> {
        json.name("M");
        struct(ion);
      }
      case NULL, FLOAT, TIMESTAMP, SYMBOL, CLOB, SEXP, DATAGRAM ->
          throw malformed(
              ion,
              "DynamoDB has no value of the Ion type " + ion.getType().name().toLowerCase(ROOT));
    }
  }

  private void set(IonReader ion) throws MalformedItemException {
    String[] annotations = ion.getTypeAnnotations();
    IonType members = annotations.length == 1 ? SETS.get(annotations[0]) : null;
    if (members == null || ion.getType() != IonType.LIST || ion.isNullValue()) {
      throw malformed(ion, "an annotation that is not of a set");
    }
    json.name(annotations[0].substring(SET_PREFIX.length()));
    json.open('[');
    ion.stepIn();
    while (ion.next() != null) {
      member(ion, members);
    }
    ion.stepOut();
    json.close(']');
  }

  private void member(IonReader ion, IonType expected) throws MalformedItemException {
    IonType type = ion.getType() == IonType.INT ? IonType.DECIMAL : ion.getType();
    if (type != expected || ion.isNullValue() || isAnnotated(ion)) {
      throw malformed(ion, "a set with a member of another type");
    }
    switch (type) {
      case STRING -> json.text(ion.stringValue());
      case DECIMAL -> json.plain(number(ion));
      default -> json.plain(BASE64.encode(ion.newBytes()));
    }
  }

  private static byte[] number(IonReader ion) {
    BigDecimal number =
        ion.getType() == IonType.INT
            ? new BigDecimal(ion.bigIntegerValue())
            : ion.bigDecimalValue();
    boolean isShort = number.precision() + Math.abs((long) number.scale()) <= LONGEST_PLAIN;
    String text = isShort ? number.toPlainString() : number.toString().replace("E+", "E");
    return text.getBytes(US_ASCII);
  }

  private static boolean isAnnotated(IonReader ion) {
    return ion.getTypeAnnotationSymbols().length > 0;
  }

  private static MalformedItemException malformed(IonReader ion, String what) {
    return new MalformedItemException(Reason.ION, offset(ion), what);
  }

  /// Where the value begins that the reader stands at, as far as it tells.
  private static int offset(IonReader ion) {
    SpanProvider spans = ion.asFacet(SpanProvider.class);
    OffsetSpan span = spans == null ? null : spans.currentSpan().asFacet(OffsetSpan.class);
    return span == null ? 0 : Math.toIntExact(Math.max(0, span.getStartOffset()));
  }

  /// Where the reader stopped, which it tells in its message alone.
  private static int offset(RuntimeException e) {
    Matcher told = OFFSET.matcher(String.valueOf(e.getMessage()));
    return told.find() ? Integer.parseInt(told.group(1)) : 0;
  }
}
