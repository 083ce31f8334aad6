package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.item.MalformedItemException.Reason;
import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.JsonKind;
import dev.hikkoshi.common.json.MalformedJsonException;

/// Reads one line of a full export, `{"Item":{…}}`, in one pass: the envelope here, the item by an
/// [ItemScanner], which afterwards answers for it. Not thread-safe.
public final class ExportLine {
  private static final byte[] ITEM = "Item".getBytes(UTF_8);

  private final JsonCursor cursor = new JsonCursor();
  private final ItemScanner item;
  private int itemFrom;
  private int itemTo;

  public ExportLine(ItemScanner item) {
    this.item = item;
  }

  /// Reads the line `buffer[from..to)`; its line end may be part of it. Offsets in errors count
  /// from `from`.
  public void read(byte[] buffer, int from, int to) throws MalformedItemException {
    try {
      if (cursor.reset(buffer, from, to).peek() != JsonKind.OBJECT) {
        throw envelope("expected an export line, an object");
      }
      cursor.enterObject();
      if (!cursor.nextField() || !cursor.textIs(ITEM)) {
        throw envelope("expected the field Item");
      }
      cursor.peek();
      itemFrom = cursor.position();
      item.scan(cursor);
      itemTo = cursor.position();
      if (cursor.nextField()) {
        throw envelope("expected nothing beside the field Item");
      }
      cursor.end();
    } catch (MalformedJsonException e) {
      throw new MalformedItemException(e);
    }
  }

  /// Index of the item's first byte in the buffer given last: its opening bracket.
  public int itemFrom() {
    return itemFrom;
  }

  /// Index behind the item's closing bracket.
  public int itemTo() {
    return itemTo;
  }

  private MalformedItemException envelope(String what) {
    return new MalformedItemException(Reason.ENVELOPE, cursor.offset(), what);
  }
}
