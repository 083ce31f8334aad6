package dev.hikkoshi.bench.acceptance;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What somebody else does to the items of a [TestExport]'s table: a text key `id`, `n` and `set`.
final class ItemChanges {
  private final DynamoDbClient dynamoDb;

  ItemChanges(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  void delete(String table, String id) {
    dynamoDb.deleteItem(r -> r.tableName(table).key(Map.of("id", AttributeValue.fromS(id))));
  }

  void put(String table, String id, AttributeValue n, AttributeValue set) {
    dynamoDb.putItem(
        r -> r.tableName(table).item(Map.of("id", AttributeValue.fromS(id), "n", n, "set", set)));
  }

  static AttributeValue number(String value) {
    return AttributeValue.fromN(value);
  }

  static AttributeValue set(String... values) {
    return AttributeValue.fromSs(List.of(values));
  }
}
