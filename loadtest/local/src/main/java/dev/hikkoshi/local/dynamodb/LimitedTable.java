package dev.hikkoshi.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hikkoshi.common.capacity.Admission;
import dev.hikkoshi.common.capacity.CapacityModel;
import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.common.item.MalformedItemException;
import java.util.EnumMap;
import java.util.Map;

/// One table's capacity. Thread-safe.
final class LimitedTable {
  private final CapacityModel model;
  private final String partitionKey;
  private final Map<KeyType, ItemScanner> scanners = new EnumMap<>(KeyType.class);

  LimitedTable(CapacityProfile profile, String partitionKey, long nowNanos) {
    this.model = new CapacityModel(profile, nowNanos);
    this.partitionKey = partitionKey;
  }

  /// Offers an item, or a key to delete. One that is no item is accepted: DynamoDB has to say what
  /// is wrong with it.
  synchronized Admission offer(long nowNanos, JsonNode item) {
    String type =
        item.path(partitionKey).fieldNames().hasNext()
            ? item.path(partitionKey).fieldNames().next()
            : "";
    if (!type.equals("S") && !type.equals("N") && !type.equals("B")) {
      return Admission.ACCEPTED;
    }
    ItemScanner scanner =
        scanners.computeIfAbsent(
            KeyType.valueOf(type), known -> new ItemScanner(KeySchema.of(partitionKey, known)));
    byte[] json = Json.bytes(item);
    try {
      scanner.scan(json, 0, json.length);
    } catch (MalformedItemException e) {
      return Admission.ACCEPTED;
    }
    return model.offer(nowNanos, position(scanner.keyHash()), scanner.writeUnits());
  }

  /// The key's place in the key space, in `[0, 1)`.
  private static double position(long keyHash) {
    return (keyHash >>> 11) * 0x1p-53;
  }

  synchronized double errorRatio(long nowNanos) {
    return model.errorRatio(nowNanos);
  }
}
