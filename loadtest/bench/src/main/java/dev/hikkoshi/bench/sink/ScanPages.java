package dev.hikkoshi.bench.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hikkoshi.local.http.HttpReply;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A table's parallel Scan in pages of nearly 1 MB, as DynamoDB cuts them. Thread-safe.
public final class ScanPages {
  /// Of 330 bytes each.
  private static final int PAGE_ITEMS = 3_000;

  private final List<String> items;
  private final long count;
  private final Map<Integer, byte[]> bodies = new ConcurrentHashMap<>();

  /// @param items DynamoDB JSON of some items, which the pages repeat
  /// @param count how many items all segments hold together
  public ScanPages(List<String> items, long count) {
    this.items = List.copyOf(items);
    this.count = count;
  }

  HttpReply answer(JsonNode request) {
    long segment = request.path("Segment").asLong();
    long of = request.path("TotalSegments").asLong(1);
    long held = count * (segment + 1) / of - count * segment / of;
    long page = request.path("ExclusiveStartKey").path("id").path("S").asLong();
    int here = (int) Math.min(PAGE_ITEMS, held - page * PAGE_ITEMS);
    boolean last = (page + 1) * PAGE_ITEMS >= held;
    byte[] body = bodies.computeIfAbsent(here, this::items);
    byte[] tail =
        ((last ? "" : "\"LastEvaluatedKey\":{\"id\":{\"S\":\"" + (page + 1) + "\"}},")
                + "\"ConsumedCapacity\":{\"TableName\":\"bench\",\"CapacityUnits\":128.0}}")
            .getBytes(UTF_8);
    return JsonReplies.checked(
        ByteBuffer.allocate(body.length + tail.length).put(body).put(tail).array());
  }

  private byte[] items(int size) {
    var text = new StringBuilder("{\"Count\":" + size + ",\"Items\":[");
    for (int i = 0; i < size; i++) {
      text.append(i > 0 ? "," : "").append(items.get(i % items.size()));
    }
    return text.append("],\"ScannedCount\":" + size + ",").toString().getBytes(UTF_8);
  }
}
