package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/// A table at one moment.
///
/// @param created epoch seconds, which tell it from an earlier table of this name
/// @param partitionKey the hash key attribute's name
/// @param items how many it holds
/// @param bytes their size as DynamoDB counts it
record Table(String name, String arn, double created, String partitionKey, long items, long bytes) {
  /// From DescribeTable's answer.
  static Table described(JsonNode table) {
    return new Table(
        table.path("TableName").asText(),
        table.path("TableArn").asText(),
        table.path("CreationDateTime").asDouble(),
        partitionKey(table.path("KeySchema")),
        table.path("ItemCount").asLong(),
        table.path("TableSizeBytes").asLong());
  }

  /// A UUID of this very table; DynamoDB Local gives none.
  String id() {
    return UUID.nameUUIDFromBytes((arn + created).getBytes(UTF_8)).toString();
  }

  private static String partitionKey(JsonNode schema) {
    for (JsonNode key : schema) {
      if (key.path("KeyType").asText().equals("HASH")) {
        return key.path("AttributeName").asText();
      }
    }
    throw new IllegalStateException("no partition key in " + schema);
  }
}
