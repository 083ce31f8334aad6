package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.item.MalformedItemException.Reason;
import java.util.Arrays;

/// Watches the attributes of one item go by for one attribute of the key.
final class KeyPart {
  private final byte[] name;
  private final KeyType type;
  private final char tag;

  private int from;
  private int to;
  private int offset;

  KeyPart(KeySchema.Attribute attribute) {
    name = attribute.name().getBytes(UTF_8);
    type = attribute.type();
    tag = type.name().charAt(0);
  }

  /// A new item begins, at `itemOffset` of its text.
  void forget(int itemOffset) {
    from = -1;
    offset = itemOffset;
  }

  /// An attribute has been written: its name at `nameAt`, its value from `valueAt` to the end.
  void note(CanonicalBuffer item, int nameAt, int valueAt, int valueOffset) {
    int nameFrom = nameAt + Integer.BYTES;
    if (valueAt - nameFrom == name.length
        && Arrays.equals(item.bytes, nameFrom, valueAt, name, 0, name.length)) {
      from = valueAt;
      to = item.length;
      offset = valueOffset;
    }
  }

  /// Appends the attribute's canonical value to the key.
  void copy(CanonicalBuffer item, CanonicalBuffer key) throws MalformedItemException {
    if (from < 0) {
      throw new MalformedItemException(
          Reason.KEY_MISSING, offset, "an attribute of the key is missing in the item");
    }
    if (item.bytes[from] != tag) {
      throw new MalformedItemException(
          Reason.KEY_TYPE, offset, "an attribute of the key is not of type " + type);
    }
    if (item.getInt(from + 1) == 0) {
      throw new MalformedItemException(
          Reason.KEY_EMPTY, offset, "an attribute of the key is empty");
    }
    key.put(item.bytes, from, to);
  }
}
