package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.item.MalformedItemException.Reason;
import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.JsonKind;
import dev.hikkoshi.common.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/// Reads an item from a cursor and writes its canonical form, as laid down in [ItemScanner]. It
/// recurses once per level of the item, which the cursor's depth limit bounds.
final class CanonicalReader {
  private static final byte[] BOOL = "BOOL".getBytes(UTF_8);
  private static final byte[] NULL = "NULL".getBytes(UTF_8);

  final CanonicalBuffer item = new CanonicalBuffer();
  final CanonicalBuffer key = new CanonicalBuffer();

  /// The item's bytes by DynamoDB's rules.
  int size;

  private final NumberForm number = new NumberForm();
  private final KeyPart partition;
  private final @Nullable KeyPart sort;
  private JsonCursor cursor = new JsonCursor();

  CanonicalReader(KeySchema schema) {
    partition = new KeyPart(schema.partition());
    sort = schema.sort().map(KeyPart::new).orElse(null);
  }

  void read(JsonCursor text) throws MalformedItemException {
    cursor = text;
    size = 0;
    item.clear();
    key.clear();
    try {
      attributes();
    } catch (MalformedJsonException e) {
      throw new MalformedItemException(e);
    }
  }

  private void attributes() throws MalformedJsonException, MalformedItemException {
    if (cursor.peek() != JsonKind.OBJECT) {
      throw malformed(Reason.SHAPE, "expected an item, an object of attributes");
    }
    int offset = cursor.offset();
    partition.forget(offset);
    if (sort != null) {
      sort.forget(offset);
    }
    cursor.enterObject();
    int countAt = item.reserveInt();
    int mark = item.beginSpans();
    while (cursor.nextField()) {
      int nameAt = name();
      int valueAt = item.length;
      int valueOffset = cursor.offset();
      value();
      partition.note(item, nameAt, valueAt, valueOffset);
      if (sort != null) {
        sort.note(item, nameAt, valueAt, valueOffset);
      }
    }
    // sorting moves the values, so the key is taken before
    partition.copy(item, key);
    if (sort != null) {
      sort.copy(item, key);
    }
    endEntries(countAt, mark, offset);
  }

  private void map() throws MalformedJsonException, MalformedItemException {
    if (cursor.peek() != JsonKind.OBJECT) {
      throw malformed(Reason.SHAPE, "expected a map, an object of attribute values");
    }
    int offset = cursor.offset();
    cursor.enterObject();
    item.putByte('M');
    size += 3;
    int countAt = item.reserveInt();
    int mark = item.beginSpans();
    while (cursor.nextField()) {
      size += 1;
      name();
      value();
    }
    endEntries(countAt, mark, offset);
  }

  /// Begins an entry with the name last read; returns where the name stands.
  private int name() {
    item.beginSpan();
    int at = item.length;
    item.putText(cursor.textBytes(), cursor.textFrom(), cursor.textTo());
    size += cursor.textLength();
    return at;
  }

  private void endEntries(int countAt, int mark, int offset) throws MalformedItemException {
    item.setInt(countAt, item.spans(mark));
    if (!item.endSpans(mark)) {
      throw new MalformedItemException(
          Reason.DUPLICATE_NAME, offset, "one name twice in an object");
    }
  }

  private void value() throws MalformedJsonException, MalformedItemException {
    if (cursor.peek() != JsonKind.OBJECT) {
      throw malformed(Reason.SHAPE, "expected an attribute value, an object of one type");
    }
    if (!cursor.enterField()) {
      throw malformed(Reason.SHAPE, "an attribute value without a type");
    }
    typed();
    if (cursor.nextField()) {
      throw malformed(Reason.SEVERAL_TYPES, "more than one type in an attribute value");
    }
  }

  private void typed() throws MalformedJsonException, MalformedItemException {
    switch (typeTag()) {
      case 'S' -> scalar('S');
      case 'N' -> scalar('N');
      case 'B' -> scalar('B');
      case 'T' -> item.putByte(truth() ? 'T' : 'F');
      case 'Z' -> item.putByte(truth() ? 'Z' : 'z');
      case 's' -> set('S', 's');
      case 'n' -> set('N', 'n');
      case 'b' -> set('B', 'b');
      case 'L' -> list();
      case 'M' -> map();
      default -> throw malformed(Reason.UNKNOWN_TYPE, "unknown type of an attribute value");
    }
  }

  /// The canonical tag for the type's name that was read last, or 0.
  private int typeTag() {
    byte[] name = cursor.textBytes();
    int from = cursor.textFrom();
    int first = cursor.textLength() == 0 ? 0 : name[from];
    return switch (cursor.textLength()) {
      case 1 ->
          first == 'S' || first == 'N' || first == 'B' || first == 'L' || first == 'M' ? first : 0;
      case 2 ->
          name[from + 1] == 'S' && (first == 'S' || first == 'N' || first == 'B')
              ? first | 0x20
              : 0;
      case 4 -> cursor.textIs(BOOL) ? 'T' : cursor.textIs(NULL) ? 'Z' : 0;
      default -> 0;
    };
  }

  private boolean truth() throws MalformedJsonException, MalformedItemException {
    if (cursor.peek() != JsonKind.BOOLEAN) {
      throw malformed(Reason.SHAPE, "expected true or false");
    }
    size += 1;
    return cursor.readBoolean();
  }

  private void scalar(char type) throws MalformedJsonException, MalformedItemException {
    item.putByte(type);
    size += text(type);
  }

  /// Reads one S, N or B, writes its text and returns its size.
  private int text(char type) throws MalformedJsonException, MalformedItemException {
    if (cursor.peek() != JsonKind.STRING) {
      throw malformed(Reason.SHAPE, "expected a string");
    }
    int offset = cursor.offset();
    cursor.readText();
    byte[] bytes = cursor.textBytes();
    int from = cursor.textFrom();
    int to = cursor.textTo();
    if (type == 'S') {
      item.putText(bytes, from, to);
      return to - from;
    }
    int lengthAt = item.reserveInt();
    item.ensure(to - from + NumberForm.MAX_GROWTH);
    int start = item.length;
    int end =
        type == 'N'
            ? number.write(bytes, from, to, item.bytes, start)
            : Base64Text.decode(bytes, from, to, item.bytes, start);
    if (end < 0) {
      throw type == 'N'
          ? new MalformedItemException(Reason.NUMBER, offset, "malformed number")
          : new MalformedItemException(Reason.BASE64, offset, "malformed base64");
    }
    item.setInt(lengthAt, end - start);
    item.length = end;
    return type == 'N' ? number.size() : end - start;
  }

  private void set(char type, char tag) throws MalformedJsonException, MalformedItemException {
    enterArray("expected a set, an array of strings");
    item.putByte(tag);
    int countAt = item.reserveInt();
    int mark = item.beginSpans();
    while (cursor.nextElement()) {
      item.beginSpan();
      size += text(type);
    }
    item.setInt(countAt, item.spans(mark));
    item.endSpans(mark);
  }

  private void list() throws MalformedJsonException, MalformedItemException {
    enterArray("expected a list, an array of attribute values");
    item.putByte('L');
    size += 3;
    int countAt = item.reserveInt();
    int count = 0;
    while (cursor.nextElement()) {
      count++;
      size += 1;
      value();
    }
    item.setInt(countAt, count);
  }

  private void enterArray(String expected) throws MalformedJsonException, MalformedItemException {
    if (cursor.peek() != JsonKind.ARRAY) {
      throw malformed(Reason.SHAPE, expected);
    }
    cursor.enterArray();
  }

  private MalformedItemException malformed(Reason reason, String what) {
    return new MalformedItemException(reason, cursor.offset(), what);
  }
}
