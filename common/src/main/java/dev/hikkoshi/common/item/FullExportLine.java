package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.item.MalformedItemException.Reason;
import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.JsonKind;
import dev.hikkoshi.common.json.MalformedJsonException;

/// Reads one line of a full export, `{"Item":{…}}`, in one pass: the envelope here, the item by an
/// [ItemScanner], which afterwards answers for it. Not thread-safe.
public final class FullExportLine implements ExportLine {
  private static final byte[] ITEM = "Item".getBytes(UTF_8);

  private final JsonCursor cursor = new JsonCursor();
  private final ItemScanner item;
  private int itemFrom;
  private int itemTo;

  public FullExportLine(ItemScanner item) {
    this.item = item;
  }

  @Override
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

  @Override
  public boolean isDelete() {
    return false;
  }

  @Override
  public int itemFrom() {
    return itemFrom;
  }

  @Override
  public int itemTo() {
    return itemTo;
  }

  @Override
  public ItemScanner item() {
    return item;
  }

  @Override
  public void applyTo(TableDigest digest) {
    digest.add(item.keyHash(), item.hashHigh(), item.hashLow());
  }

  private MalformedItemException envelope(String what) {
    return new MalformedItemException(Reason.ENVELOPE, cursor.offset(), what);
  }
}
