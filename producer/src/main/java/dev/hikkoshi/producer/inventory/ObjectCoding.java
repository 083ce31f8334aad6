package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.objects.InventoryObject;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes objects to disk and reads them back. Nothing else reads what it writes.
final class ObjectCoding {
  private static final byte ABSENT = 0;
  private static final byte FALSE = 1;
  private static final byte TRUE = 2;

  private ObjectCoding() {}

  static void write(DataOutput out, InventoryObject object) throws IOException {
    out.writeUTF(object.key());
    writeText(out, object.versionId());
    out.writeBoolean(object.latest());
    out.writeBoolean(object.deleteMarker());
    out.writeLong(object.size());
    Instant written = object.lastModified();
    out.writeLong(written == null ? Long.MIN_VALUE : written.toEpochMilli());
    writeText(out, object.etag());
    writeText(out, object.storageClass());
    Boolean multipart = object.multipart();
    out.writeByte(multipart == null ? ABSENT : multipart ? TRUE : FALSE);
    writeText(out, object.encryption());
    writeText(out, object.checksumAlgorithm());
    writeText(out, object.owner());
  }

  private static void writeText(DataOutput out, @Nullable String text) throws IOException {
    out.writeUTF(text == null ? "" : text);
  }

  /// @return null at the end
  static @Nullable InventoryObject read(DataInputStream in) throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      return null;
    }
    in.reset();
    String key = in.readUTF();
    String versionId = readText(in);
    boolean latest = in.readBoolean();
    boolean deleteMarker = in.readBoolean();
    long size = in.readLong();
    long written = in.readLong();
    return new InventoryObject(
        key,
        versionId,
        latest,
        deleteMarker,
        size,
        written == Long.MIN_VALUE ? null : Instant.ofEpochMilli(written),
        readText(in),
        readText(in),
        readFlag(in),
        readText(in),
        readText(in),
        readText(in));
  }

  private static @Nullable String readText(DataInput in) throws IOException {
    String text = in.readUTF();
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Boolean readFlag(DataInput in) throws IOException {
    byte flag = in.readByte();
    return flag == ABSENT ? null : flag == TRUE;
  }
}
