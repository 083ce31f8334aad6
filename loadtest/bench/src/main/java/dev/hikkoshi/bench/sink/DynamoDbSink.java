package dev.hikkoshi.bench.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hikkoshi.common.ledger.SplitState;
import dev.hikkoshi.local.http.HttpReply;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// DynamoDB that takes every batch and forgets it, answers Scan with prepared pages, and keeps of a
/// ledger the rows that were put. Updates are counted, not made: a split or a unit can be worked on
/// again and again. Thread-safe.
public final class DynamoDbSink implements Sink {
  private static final byte[] PUT = "{\"PutRequest\":".getBytes(US_ASCII);

  private final Map<String, Map<String, String>> rows = new ConcurrentHashMap<>();
  private final Counter written = new Counter();
  private final Counter settled = new Counter();
  private final Counter read = new Counter();
  private final Counter unitsSent = new Counter();
  private final Counter checked = new Counter();
  private final Map<String, ScanPages> pages = new ConcurrentHashMap<>();

  DynamoDbSink() {}

  /// Items put by BatchWriteItem.
  public Counter written() {
    return written;
  }

  /// Units settled in the ledger.
  public Counter settled() {
    return settled;
  }

  /// Items that producers told the ledger they have read.
  public Counter read() {
    return read;
  }

  /// Units that producers told the ledger they have sent.
  public Counter unitsSent() {
    return unitsSent;
  }

  /// Splits that producers told the ledger are whole.
  public Counter checked() {
    return checked;
  }

  /// What a Scan of a table answers from now on.
  public void scan(String table, ScanPages answered) {
    pages.put(table, answered);
  }

  @Override
  public HttpReply answer(SinkCall call) throws IOException {
    return switch (call.operation()) {
      case "BatchWriteItem" -> batch(call.body());
      case "Scan" -> scan(call);
      case "PutItem" -> put(JsonReplies.read(call).path("Item"));
      case "GetItem" -> get(JsonReplies.read(call).path("Key"));
      case "Query" -> query(JsonReplies.read(call).path("ExpressionAttributeValues"));
      case "UpdateItem" -> update(JsonReplies.read(call));
      case "DeleteItem" -> JsonReplies.NOTHING;
      case "DescribeTable" -> JsonReplies.checked("{\"Table\":{\"TableStatus\":\"ACTIVE\"}}");
      default -> JsonReplies.unknown(call);
    };
  }

  private HttpReply batch(byte[] body) {
    int items = 0;
    for (int i = 0; i <= body.length - PUT.length; i++) {
      if (body[i] == '{' && body[i + 2] == 'P' && begins(body, i)) {
        items++;
        i += PUT.length;
      }
    }
    written.add(items);
    return JsonReplies.checked(
        "{\"UnprocessedItems\":{},\"ConsumedCapacity\":[{\"TableName\":\"bench\",\"CapacityUnits\":"
            + items
            + ".0}]}");
  }

  private static boolean begins(byte[] body, int at) {
    for (int i = 0; i < PUT.length; i++) {
      if (body[at + i] != PUT[i]) {
        return false;
      }
    }
    return true;
  }

  private HttpReply scan(SinkCall call) throws IOException {
    JsonNode request = JsonReplies.read(call);
    ScanPages prepared = pages.get(request.path("TableName").asText());
    return prepared == null ? JsonReplies.unknown(call) : prepared.answer(request);
  }

  private HttpReply put(JsonNode item) {
    rows.computeIfAbsent(partition(item), _ -> new ConcurrentHashMap<>())
        .put(item.path("sk").path("S").asText(), item.toString());
    return JsonReplies.NOTHING;
  }

  private HttpReply get(JsonNode key) {
    return Optional.ofNullable(
            rows.getOrDefault(partition(key), Map.of()).get(key.path("sk").path("S").asText()))
        .map(row -> JsonReplies.checked("{\"Item\":" + row + "}"))
        .orElse(JsonReplies.NOTHING);
  }

  private HttpReply query(JsonNode values) {
    String prefix = values.path(":sk").path("S").asText("");
    return JsonReplies.checked(
        rows.getOrDefault(values.path(":pk").path("S").asText(), Map.of()).entrySet().stream()
            .filter(row -> row.getKey().startsWith(prefix))
            .sorted(Map.Entry.comparingByKey())
            .map(Map.Entry::getValue)
            .collect(Collectors.joining(",", "{\"Items\":[", "]}")));
  }

  private HttpReply update(JsonNode request) {
    JsonNode values = request.path("ExpressionAttributeValues");
    if (partition(request.path("Key")).startsWith("u#") && values.has(":settled")) {
      settled.add(1);
    } else if (values.has(":bytes")) {
      read.add(values.path(":items").path("N").asLong());
      unitsSent.add(values.path(":units").path("N").asLong());
    } else if (values.path(":state").path("S").asText().equals(SplitState.CHECKED.name())) {
      checked.add(1);
    }
    return JsonReplies.NOTHING;
  }

  private static String partition(JsonNode key) {
    return key.path("pk").path("S").asText();
  }
}
