package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import java.util.UUID;

/// A table at one moment.
///
/// @param created epoch seconds, which tell it from an earlier table of this name
/// @param key its primary key
/// @param items how many it holds
/// @param bytes their size as DynamoDB counts it
record Table(String name, String arn, double created, KeySchema key, long items, long bytes) {
  /// From DescribeTable's answer.
  static Table described(JsonNode table) {
    return new Table(
        table.path("TableName").asText(),
        table.path("TableArn").asText(),
        table.path("CreationDateTime").asDouble(),
        key(table),
        table.path("ItemCount").asLong(),
        table.path("TableSizeBytes").asLong());
  }

  /// A UUID of this very table; DynamoDB Local gives none.
  String id() {
    return UUID.nameUUIDFromBytes((arn + created).getBytes(UTF_8)).toString();
  }

  /// The hash key attribute's name.
  String partitionKey() {
    return key.partition().name();
  }

  /// The key of one of its items.
  ObjectNode keyOf(JsonNode item) {
    ObjectNode of = Json.newObject();
    of.set(partitionKey(), item.path(partitionKey()));
    key.sort().ifPresent(sort -> of.set(sort.name(), item.path(sort.name())));
    return of;
  }

  private static KeySchema key(JsonNode table) {
    KeySchema.Attribute sort = null;
    KeySchema.Attribute partition = null;
    for (JsonNode key : table.path("KeySchema")) {
      if (key.path("KeyType").asText().equals("HASH")) {
        partition = attribute(key.path("AttributeName").asText(), table);
      } else {
        sort = attribute(key.path("AttributeName").asText(), table);
      }
    }
    if (partition == null) {
      throw new IllegalStateException("no partition key in " + table);
    }
    return new KeySchema(partition, sort);
  }

  private static KeySchema.Attribute attribute(String name, JsonNode table) {
    for (JsonNode definition : table.path("AttributeDefinitions")) {
      if (definition.path("AttributeName").asText().equals(name)) {
        return new KeySchema.Attribute(
            name, KeyType.valueOf(definition.path("AttributeType").asText()));
      }
    }
    throw new IllegalStateException("no type of " + name + " in " + table);
  }
}
