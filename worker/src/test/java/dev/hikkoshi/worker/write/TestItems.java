package dev.hikkoshi.worker.write;

import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.unit.RawJson;

/// Items of a table whose key is the number `id`.
final class TestItems {
  static final KeySchema SCHEMA = KeySchema.of("id", KeyType.N);

  private TestItems() {}

  static WriteItem put(int id, String value) {
    return item("{\"id\":{\"N\":\"" + id + "\"},\"v\":{\"S\":\"" + value + "\"}}", false);
  }

  static WriteItem delete(int id) {
    return item("{\"id\":{\"N\":\"" + id + "\"}}", true);
  }

  static WriteItem item(String json, boolean delete) {
    RawJson raw = RawJson.of(json);
    var scanner = new ItemScanner(SCHEMA);
    try {
      scanner.scan(raw.buffer(), raw.from(), raw.to());
    } catch (MalformedItemException e) {
      throw new IllegalArgumentException(json, e);
    }
    return new WriteItem(raw, delete, new ItemKey(scanner.key()), scanner.writeUnits());
  }
}
