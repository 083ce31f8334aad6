package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.item.MalformedItemException.Reason;
import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.JsonKind;
import dev.hikkoshi.common.json.MalformedJsonException;
import java.util.Arrays;

/// Reads one line of an incremental export,
/// `{"Metadata":{…},"Keys":{…},"OldImage":{…}?,"NewImage":{…}?}`: what became of one key in the
/// export's window. Without a new image it was deleted. Not thread-safe.
public final class IncrementalExportLine implements ExportLine {
  private static final byte[] METADATA = "Metadata".getBytes(UTF_8);
  private static final byte[] KEYS = "Keys".getBytes(UTF_8);
  private static final byte[] OLD_IMAGE = "OldImage".getBytes(UTF_8);
  private static final byte[] NEW_IMAGE = "NewImage".getBytes(UTF_8);

  private final JsonCursor cursor = new JsonCursor();
  private final ItemScanner key;
  private final ItemScanner oldImage;
  private final ItemScanner newImage;
  private boolean hasKeys;
  private boolean hasOld;
  private boolean hasNew;
  private int itemFrom;
  private int itemTo;

  public IncrementalExportLine(KeySchema schema) {
    key = new ItemScanner(schema);
    oldImage = new ItemScanner(schema);
    newImage = new ItemScanner(schema);
  }

  @Override
  public void read(byte[] buffer, int from, int to) throws MalformedItemException {
    hasKeys = false;
    hasOld = false;
    hasNew = false;
    try {
      if (cursor.reset(buffer, from, to).peek() != JsonKind.OBJECT) {
        throw envelope("expected a line of an incremental export, an object");
      }
      cursor.enterObject();
      while (cursor.nextField()) {
        field();
      }
      cursor.end();
    } catch (MalformedJsonException e) {
      throw new MalformedItemException(e);
    }
    if (!hasKeys) {
      throw envelope("expected the field Keys");
    }
    sameKey(hasOld, oldImage, "OldImage");
    sameKey(hasNew, newImage, "NewImage");
  }

  private void field() throws MalformedJsonException, MalformedItemException {
    if (cursor.textIs(KEYS) && !hasKeys) {
      hasKeys = true;
      scan(key, !hasNew);
    } else if (cursor.textIs(OLD_IMAGE) && !hasOld) {
      hasOld = true;
      scan(oldImage, false);
    } else if (cursor.textIs(NEW_IMAGE) && !hasNew) {
      hasNew = true;
      scan(newImage, true);
    } else if (cursor.textIs(METADATA)) {
      cursor.skipValue();
    } else {
      throw envelope("expected Metadata, Keys, OldImage and NewImage, each once");
    }
  }

  private void scan(ItemScanner scanner, boolean isItem)
      throws MalformedJsonException, MalformedItemException {
    cursor.peek();
    int start = cursor.position();
    scanner.scan(cursor);
    if (isItem) {
      itemFrom = start;
      itemTo = cursor.position();
    }
  }

  private void sameKey(boolean present, ItemScanner image, String name)
      throws MalformedItemException {
    if (present && !Arrays.equals(image.key(), key.key())) {
      throw envelope("the key of " + name + " is not the one in Keys");
    }
  }

  /// Whether the line says what the key's item was before the window. False for a key that was not
  /// there, and for all lines of an export of new images only.
  public boolean hasOldImage() {
    return hasOld;
  }

  @Override
  public boolean isDelete() {
    return !hasNew;
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
    return hasNew ? newImage : key;
  }

  @Override
  public void applyTo(TableDigest digest) {
    if (hasOld) {
      digest.subtract(oldImage.keyHash(), oldImage.hashHigh(), oldImage.hashLow());
    }
    if (hasNew) {
      digest.add(newImage.keyHash(), newImage.hashHigh(), newImage.hashLow());
    }
  }

  private MalformedItemException envelope(String what) {
    return new MalformedItemException(Reason.ENVELOPE, cursor.offset(), what);
  }
}
