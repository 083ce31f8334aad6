package dev.hikkoshi.worker.write;

import dev.hikkoshi.common.json.JsonBytes;
import dev.hikkoshi.common.unit.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A BatchWriteItem body spliced from raw items. Reused from request to request; for one thread.
final class BatchWriteRequest {
  private static final byte[] PUT = ascii("{\"PutRequest\":{\"Item\":");
  private static final byte[] DELETE = ascii("{\"DeleteRequest\":{\"Key\":");
  private static final byte[] COMMA = ascii(",");
  private static final byte[] END = ascii("}}");
  private static final byte[] TAIL = ascii("]},\"ReturnConsumedCapacity\":\"TOTAL\"}");
  private static final int USUAL = 16 << 10;

  private final JsonBytes body = new JsonBytes(USUAL);

  /// Builds the body.
  ///
  /// @param table a checked table name: needs no escaping
  void build(String table, List<WriteItem> batch) {
    body.clear().json("{\"RequestItems\":{\"" + table + "\":[");
    for (int i = 0; i < batch.size(); i++) {
      if (i > 0) {
        add(COMMA);
      }
      RawJson json = batch.get(i).json();
      add(batch.get(i).delete() ? DELETE : PUT);
      body.json(json.buffer(), json.from(), json.length());
      add(END);
    }
    add(TAIL);
  }

  private void add(byte[] json) {
    body.json(json, 0, json.length);
  }

  byte[] buffer() {
    return body.buffer();
  }

  int length() {
    return body.length();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
