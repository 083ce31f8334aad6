package dev.hikkoshi.worker.write;

import dev.hikkoshi.common.aws.AwsError;
import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.MalformedJsonException;
import dev.hikkoshi.worker.write.WriteOutcome.Invalid;
import dev.hikkoshi.worker.write.WriteOutcome.Throttled;
import dev.hikkoshi.worker.write.WriteOutcome.Transient;
import dev.hikkoshi.worker.write.WriteOutcome.Unavailable;
import dev.hikkoshi.worker.write.WriteOutcome.Written;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads BatchWriteItem's response: the one place that knows what each answer of AWS means for a
/// write.
///
/// Unprocessed items are matched to those sent by their key and sent again as they stood, not as
/// AWS echoes them.
final class BatchWriteReply {
  private static final byte[] UNPROCESSED = "UnprocessedItems".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CONSUMED = "ConsumedCapacity".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] UNITS = "CapacityUnits".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DELETE = "DeleteRequest".getBytes(StandardCharsets.US_ASCII);

  private final ItemScanner scanner;
  private final JsonCursor json = new JsonCursor();

  /// @param scanner knows the table's keys
  BatchWriteReply(ItemScanner scanner) {
    this.scanner = scanner;
  }

  WriteOutcome read(RawDynamoDb.Reply reply, List<WriteItem> batch) {
    if (!reply.ok()) {
      return refusal(reply);
    }
    try {
      return written(reply.body(), batch);
    } catch (MalformedJsonException | MalformedItemException e) {
      return new Transient("the response makes no sense: " + e.getMessage());
    }
  }

  private static WriteOutcome refusal(RawDynamoDb.Reply reply) {
    AwsError error = AwsError.read(reply);
    return switch (error.kind()) {
      case THROTTLED -> new Throttled(error.hotKeyRange());
      case TRANSIENT -> new Transient(error.toString());
      case INVALID -> new Invalid(error.toString());
      case UNAVAILABLE -> new Unavailable(error.toString());
    };
  }

  private Written written(byte[] body, List<WriteItem> batch)
      throws MalformedJsonException, MalformedItemException {
    double units = 0;
    List<WriteItem> unprocessed = List.of();
    json.reset(body, 0, body.length).enterObject();
    while (json.nextField()) {
      if (json.textIs(UNPROCESSED)) {
        unprocessed = unprocessed(body, batch);
      } else if (json.textIs(CONSUMED)) {
        units += consumed();
      } else {
        json.skipValue();
      }
    }
    json.end();
    return new Written(units, unprocessed);
  }

  private double consumed() throws MalformedJsonException {
    double units = 0;
    json.enterArray();
    while (json.nextElement()) {
      json.enterObject();
      while (json.nextField()) {
        if (json.textIs(UNITS)) {
          units += json.readDouble();
        } else {
          json.skipValue();
        }
      }
    }
    return units;
  }

  /// `{"<table>":[{"PutRequest":{"Item":…}},{"DeleteRequest":{"Key":…}}…]}`
  private List<WriteItem> unprocessed(byte[] body, List<WriteItem> batch)
      throws MalformedJsonException, MalformedItemException {
    json.enterObject();
    if (!json.nextField()) {
      return List.of();
    }
    Map<ItemKey, WriteItem> sent = new HashMap<>();
    batch.forEach(item -> sent.put(item.key(), item));
    var unprocessed = new ArrayList<WriteItem>();
    do {
      json.enterArray();
      while (json.nextElement()) {
        json.enterObject();
        while (json.nextField()) {
          boolean delete = json.textIs(DELETE);
          unprocessed.add(sent(body, sent, delete));
        }
      }
    } while (json.nextField());
    return unprocessed;
  }

  private WriteItem sent(byte[] body, Map<ItemKey, WriteItem> sent, boolean delete)
      throws MalformedJsonException, MalformedItemException {
    json.enterObject();
    if (!json.nextField()) {
      throw json.malformed("an unprocessed request without an item");
    }
    json.skipValue();
    scanner.scan(body, json.valueFrom(), json.valueTo());
    WriteItem item = sent.remove(new ItemKey(scanner.key()));
    if (item == null || item.delete() != delete || json.nextField()) {
      throw json.malformed("an unprocessed item that was not sent, or twice");
    }
    return item;
  }
}
