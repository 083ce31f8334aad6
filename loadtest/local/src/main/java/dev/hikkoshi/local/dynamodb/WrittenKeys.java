package dev.hikkoshi.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The items and keys that a request writes.
final class WrittenKeys {
  private WrittenKeys() {}

  /// By table, in the order of their names; whole items where the request has them.
  static SortedMap<String, List<JsonNode>> in(ApiRequest request) {
    SortedMap<String, List<JsonNode>> written = new TreeMap<>();
    ObjectNode body;
    try {
      body = Json.object(request.body());
    } catch (ApiException notUnderstood) {
      return written; // DynamoDB has to say what is wrong with it.
    }
    switch (request.operation()) {
      case "PutItem", "UpdateItem", "DeleteItem" -> add(body, written);
      case "BatchWriteItem" -> {
        for (Map.Entry<String, JsonNode> table : body.path("RequestItems").properties()) {
          for (JsonNode write : table.getValue()) {
            write.forEach(part -> add(table.getKey(), part, written));
          }
        }
      }
      case "TransactWriteItems" -> {
        for (JsonNode part : body.path("TransactItems")) {
          for (String operation : new String[] {"Put", "Update", "Delete"}) {
            if (part.has(operation)) {
              add(part.path(operation), written);
            }
          }
        }
      }
      default -> {}
    }
    return written;
  }

  private static void add(JsonNode write, SortedMap<String, List<JsonNode>> written) {
    add(write.path("TableName").asText(), write, written);
  }

  private static void add(String table, JsonNode write, SortedMap<String, List<JsonNode>> written) {
    written
        .computeIfAbsent(Tables.name(table), _ -> new ArrayList<>())
        .add(write.has("Item") ? write.path("Item") : write.path("Key"));
  }
}
