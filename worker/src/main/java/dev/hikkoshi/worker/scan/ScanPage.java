package dev.hikkoshi.worker.scan;

import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.MalformedJsonException;
import dev.hikkoshi.common.unit.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads Scan responses:
/// `{"Items":[…],"LastEvaluatedKey":{…}?,"ConsumedCapacity":{"CapacityUnits":…}}`. For one thread.
final class ScanPage {
  private static final byte[] ITEMS = ascii("Items");
  private static final byte[] LAST_KEY = ascii("LastEvaluatedKey");
  private static final byte[] CONSUMED = ascii("ConsumedCapacity");
  private static final byte[] UNITS = ascii("CapacityUnits");

  private final JsonCursor json = new JsonCursor();
  private @Nullable RawJson lastKey;
  private double capacityUnits;
  private long count;

  void read(byte[] body, ScannedItems items) throws MalformedJsonException, MalformedItemException {
    lastKey = null;
    capacityUnits = 0;
    count = 0;
    json.reset(body, 0, body.length).enterObject();
    while (json.nextField()) {
      if (json.textIs(ITEMS)) {
        items(body, items);
      } else if (json.textIs(LAST_KEY)) {
        json.skipValue();
        lastKey = new RawJson(body, json.valueFrom(), json.valueTo());
      } else if (json.textIs(CONSUMED)) {
        consumed();
      } else {
        json.skipValue();
      }
    }
    json.end();
  }

  private void items(byte[] body, ScannedItems items)
      throws MalformedJsonException, MalformedItemException {
    json.enterArray();
    while (json.nextElement()) {
      json.skipValue();
      items.item(body, json.valueFrom(), json.valueTo());
      count++;
    }
  }

  private void consumed() throws MalformedJsonException {
    json.enterObject();
    while (json.nextField()) {
      if (json.textIs(UNITS)) {
        capacityUnits = json.readDouble();
      } else {
        json.skipValue();
      }
    }
  }

  /// Where the next page begins; nothing after the last.
  Optional<RawJson> lastKey() {
    return Optional.ofNullable(lastKey);
  }

  double capacityUnits() {
    return capacityUnits;
  }

  long count() {
    return count;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
