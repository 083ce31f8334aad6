package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a table page by page, its items as the raw JSON that DynamoDB Local sent. Holds one page.
/// Thread-safe.
final class TableScan {
  // An attribute's name may have 65,535 bytes; Jackson's limit is lower.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(StreamReadConstraints.builder().maxNameLength(1 << 17).build())
          .build();

  private static final int ITEMS_PER_SEGMENT = 500;
  private static final int MOST_SEGMENTS = 1_000_000;

  private final RequestHandler dynamoDb;

  TableScan(RequestHandler dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  /// Reads the whole table, consistently.
  void read(Table table, Sink sink) throws IOException, InterruptedException {
    int segments = segments(table.items());
    for (int segment = 0; segment < segments; segment++) {
      read(table, segment, segments, sink);
    }
  }

  /// So many that each has a page at most: DynamoDB Local sorts all that is left of a segment for
  /// every page of it, 200 s for 300,000 items in one segment, 8 s in 1,000.
  private static int segments(long items) {
    return Math.toIntExact(Math.clamp(items / ITEMS_PER_SEGMENT, 1, MOST_SEGMENTS));
  }

  private void read(Table table, int segment, int segments, Sink sink)
      throws IOException, InterruptedException {
    byte[] first =
        Json.bytes(
            Json.newObject()
                .put("TableName", table.name())
                .put("ConsistentRead", true)
                .put("Segment", segment)
                .put("TotalSegments", segments));
    byte @Nullable [] last = null;
    do {
      byte[] request = last == null ? first : startingAfter(last, first);
      ApiResponse answer = dynamoDb.handle(ApiRequest.own("Scan", request));
      if (answer.status() != 200) {
        throw new IOException("cannot scan " + table.name() + ": " + Json.object(answer.body()));
      }
      last = page(answer.body(), table.partitionKey(), sink);
    } while (last != null);
  }

  private static byte[] startingAfter(byte[] key, byte[] request) {
    ByteArrayOutputStream next = new ByteArrayOutputStream();
    next.write(request, 0, request.length - 1);
    next.writeBytes(",\"ExclusiveStartKey\":".getBytes(US_ASCII));
    next.writeBytes(key);
    next.write('}');
    return next.toByteArray();
  }

  /// Returns the key to go on from, as it stands.
  private static byte @Nullable [] page(byte[] page, String partitionKey, Sink sink)
      throws IOException {
    byte @Nullable [] last = null;
    try (JsonParser parser = JSON.createParser(page)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("Items") && value == JsonToken.START_ARRAY) {
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            item(page, parser, partitionKey, sink);
          }
        } else {
          int from = start(parser);
          parser.skipChildren();
          if (field.equals("LastEvaluatedKey") && value == JsonToken.START_OBJECT) {
            last = Arrays.copyOfRange(page, from, end(parser));
          }
        }
      }
    }
    return last;
  }

  private static void item(byte[] page, JsonParser parser, String partitionKey, Sink sink)
      throws IOException {
    int from = start(parser);
    String partition = "";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean key = parser.currentName().equals(partitionKey);
      parser.nextToken();
      if (key) {
        parser.nextToken();
        parser.nextToken();
        partition = parser.getText();
        parser.nextToken();
      } else {
        parser.skipChildren();
      }
    }
    sink.item(partition, page, from, end(parser) - from);
  }

  private static int start(JsonParser parser) {
    return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
  }

  private static int end(JsonParser parser) {
    return Math.toIntExact(parser.currentLocation().getByteOffset());
  }

  /// Takes the items one by one.
  @FunctionalInterface
  interface Sink {
    /// @param partition the partition key's value as text
    /// @param page contains the item's JSON object from `offset` on, valid during the call
    void item(String partition, byte[] page, int offset, int length) throws IOException;
  }
}
