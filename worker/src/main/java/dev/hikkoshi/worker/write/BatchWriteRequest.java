package dev.hikkoshi.worker.write;

import dev.hikkoshi.common.unit.RawJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A BatchWriteItem body spliced from raw items. Reused from request to request; for one thread.
final class BatchWriteRequest {
  private static final byte[] PUT = ascii("{\"PutRequest\":{\"Item\":");
  private static final byte[] DELETE = ascii("{\"DeleteRequest\":{\"Key\":");
  private static final byte[] END = ascii("}}");
  private static final byte[] TAIL = ascii("]},\"ReturnConsumedCapacity\":\"TOTAL\"}");
  private static final int USUAL = 16 << 10;

  private final Body body = new Body();

  /// Builds the body.
  ///
  /// @param table a checked table name: needs no escaping
  void build(String table, List<WriteItem> batch) {
    body.reset();
    body.writeBytes(ascii("{\"RequestItems\":{\"" + table + "\":["));
    for (int i = 0; i < batch.size(); i++) {
      if (i > 0) {
        body.write(',');
      }
      RawJson json = batch.get(i).json();
      body.writeBytes(batch.get(i).delete() ? DELETE : PUT);
      body.write(json.buffer(), json.from(), json.length());
      body.writeBytes(END);
    }
    body.writeBytes(TAIL);
  }

  byte[] buffer() {
    return body.buffer();
  }

  int length() {
    return body.size();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Gives its buffer away uncopied.
  private static final class Body extends ByteArrayOutputStream {
    Body() {
      super(USUAL);
    }

    byte[] buffer() {
      return buf;
    }
  }
}
