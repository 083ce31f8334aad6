package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The values of one row, whatever the file is written in; null where a column is missing or empty.
interface InventoryRow {
  @Nullable String text(InventoryField field) throws MalformedRowException;

  @Nullable Long number(InventoryField field) throws MalformedRowException;

  @Nullable Boolean flag(InventoryField field) throws MalformedRowException;

  @Nullable Instant time(InventoryField field) throws MalformedRowException;

  /// The object's key, decoded.
  @Nullable String key() throws MalformedRowException;

  /// What the row describes.
  ///
  /// @param sourceBucket the bucket that it must be of
  /// @param file for messages
  default InventoryObject object(String sourceBucket, String file) throws MalformedRowException {
    String bucket = text(InventoryField.BUCKET);
    if (!sourceBucket.equals(bucket)) {
      throw new UnsoundSourceException(
          file,
          file + " lists objects of bucket '" + bucket + "', its manifest says " + sourceBucket);
    }
    String key = key();
    if (key == null || key.isEmpty()) {
      throw new MalformedRowException("no key");
    }
    Long size = number(InventoryField.SIZE);
    if (size != null && size < 0) {
      throw new MalformedRowException("size " + size + " of " + key + " is below 0");
    }
    String etag = text(InventoryField.E_TAG);
    return new InventoryObject(
        key,
        text(InventoryField.VERSION_ID),
        !Boolean.FALSE.equals(flag(InventoryField.IS_LATEST)),
        Boolean.TRUE.equals(flag(InventoryField.IS_DELETE_MARKER)),
        size == null ? InventoryObject.UNKNOWN_SIZE : size,
        time(InventoryField.LAST_MODIFIED_DATE),
        etag == null ? null : etag.replace("\"", ""),
        text(InventoryField.STORAGE_CLASS),
        flag(InventoryField.IS_MULTIPART_UPLOADED),
        text(InventoryField.ENCRYPTION_STATUS),
        text(InventoryField.CHECKSUM_ALGORITHM),
        text(InventoryField.OBJECT_OWNER));
  }
}
