package dev.hikkoshi.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.MalformedItemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the change logs: reads the items that a request is about before and after it. Writes to
/// one table follow one another meanwhile; tables without a log are not slowed. What DynamoDB Local
/// deletes by itself (time to live) is not seen. Thread-safe.
final class ChangeRecorder implements RequestFilter {
  private static final Set<String> STATEMENTS =
      Set.of("BatchExecuteStatement", "ExecuteStatement", "ExecuteTransaction");

  private final ChangeLogs logs;
  private final RequestHandler dynamoDb;
  private final InstantSource clock;

  ChangeRecorder(ChangeLogs logs, RequestHandler dynamoDb, InstantSource clock) {
    this.logs = logs;
    this.dynamoDb = dynamoDb;
    this.clock = clock;
  }

  @Override
  public ApiResponse filter(ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException {
    if (!WriteGate.writes(request) || !logs.concern(request)) {
      return next.handle(request);
    }
    if (STATEMENTS.contains(request.operation())) {
      return statement(request, next);
    }
    if (request.operation().equals("DeleteTable")) {
      return deletion(request, next);
    }
    List<Written> written = written(request);
    written.forEach(each -> each.log.writing().lock());
    try {
      return recorded(request, next, written);
    } finally {
      written.forEach(each -> each.log.writing().unlock());
    }
  }

  private ApiResponse statement(ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException {
    try {
      return next.handle(request);
    } finally {
      logs.mentioned(request).forEach(log -> log.lose(clock.instant()));
    }
  }

  private ApiResponse deletion(ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException {
    ApiResponse answer = next.handle(request);
    if (answer.status() == 200) {
      logs.stop(Tables.name(Json.object(request.body()).path("TableName").asText()));
    }
    return answer;
  }

  private ApiResponse recorded(ApiRequest request, RequestHandler next, List<Written> written)
      throws IOException, InterruptedException {
    for (Written each : written) {
      each.before = images(each);
    }
    boolean done = false;
    try {
      ApiResponse answer = next.handle(request);
      done = answer.status() == 200;
      return answer;
    } finally {
      Instant now = clock.instant();
      for (Written each : written) {
        record(each, images(each), done, now);
      }
    }
  }

  /// Without an answer, only what the items themselves say was written.
  private static void record(
      Written written, Map<ByteBuffer, JsonNode> after, boolean done, Instant now) {
    for (ByteBuffer key : written.keys.keySet()) {
      JsonNode old = written.before.get(key);
      JsonNode current = after.get(key);
      if (done || !Objects.equals(old, current)) {
        written.log.add(now, key, bytes(old), bytes(current));
      }
    }
  }

  private static byte @Nullable [] bytes(@Nullable JsonNode image) {
    return image == null ? null : Json.bytes(image);
  }

  /// What a request writes to tables that have a log, in the order of their names.
  private List<Written> written(ApiRequest request) {
    List<Written> written = new ArrayList<>();
    WrittenKeys.in(request)
        .forEach((table, items) ->
            logs.of(table).map(log -> new Written(log, items)).ifPresent(written::add));
    return written;
  }

  private Map<ByteBuffer, JsonNode> images(Written written)
      throws IOException, InterruptedException {
    Map<ByteBuffer, JsonNode> images = new HashMap<>();
    String table = written.log.table().name();
    JsonNode left = request(table, written.keys.values());
    while (!left.isEmpty()) {
      ObjectNode body = Json.newObject();
      body.set("RequestItems", left);
      ApiResponse answer = dynamoDb.handle(ApiRequest.own("BatchGetItem", Json.bytes(body)));
      ObjectNode found = Json.object(answer.body());
      if (answer.status() != 200) {
        throw new IOException("cannot read items of " + table + ": " + found);
      }
      for (JsonNode item : found.path("Responses").path(table)) {
        images.put(written.key(item), item);
      }
      left = found.path("UnprocessedKeys");
    }
    return images;
  }

  private static ObjectNode request(String table, Iterable<JsonNode> keys) {
    ObjectNode request = Json.newObject();
    ArrayNode list = request.putObject(table).put("ConsistentRead", true).putArray("Keys");
    keys.forEach(list::add);
    return list.isEmpty() ? Json.newObject() : request;
  }

  /// The keys of one table that a request writes.
  private static final class Written {
    private final ChangeLog log;
    private final ItemScanner scanner;
    private final Map<ByteBuffer, JsonNode> keys = new LinkedHashMap<>();
    private Map<ByteBuffer, JsonNode> before = Map.of();

    Written(ChangeLog log, List<JsonNode> items) {
      this.log = log;
      this.scanner = new ItemScanner(log.table().key());
      for (JsonNode item : items) {
        try {
          keys.put(scanned(item), log.table().keyOf(item));
        } catch (MalformedItemException refused) {
          // DynamoDB has to say what is wrong with it, and writes nothing.
        }
      }
    }

    ByteBuffer key(JsonNode item) throws IOException {
      try {
        return scanned(item);
      } catch (MalformedItemException e) {
        throw new IOException("DynamoDB Local answered with no item of its table", e);
      }
    }

    private ByteBuffer scanned(JsonNode item) throws MalformedItemException {
      byte[] json = Json.bytes(item);
      scanner.scan(json, 0, json.length);
      return ByteBuffer.wrap(scanner.key());
    }
  }
}
