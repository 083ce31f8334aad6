package dev.hikkoshi.common.ledger;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// The ledger's table in DynamoDB: text keys `pk` and `sk`. Thread-safe.
final class DynamoDbLedgerTable implements LedgerTable {
  private final DynamoDbClient client;
  private final String name;
  private final Optional<DirectUpdate> direct;

  DynamoDbLedgerTable(DynamoDbClient client, String name, Optional<DirectUpdate> direct) {
    this.client = client;
    this.name = name;
    this.direct = direct;
  }

  @Override
  public boolean exists() {
    try {
      client.describeTable(r -> r.tableName(name));
      return true;
    } catch (ResourceNotFoundException e) {
      return false;
    }
  }

  @Override
  public void create() {
    try {
      client.createTable(r ->
          r.tableName(name)
              .billingMode(BillingMode.PAY_PER_REQUEST)
              .keySchema(key(Row.PARTITION, KeyType.HASH), key(Row.SORT, KeyType.RANGE))
              .attributeDefinitions(text(Row.PARTITION), text(Row.SORT)));
    } catch (ResourceInUseException created) {
      // by another process meanwhile
    }
    try (var waiter = client.waiter()) {
      waiter.waitUntilTableExists(r -> r.tableName(name));
    }
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  @Override
  public Optional<Row> get(String partition, String sort) {
    var response =
        client.getItem(r -> r.tableName(name).key(Row.key(partition, sort)).consistentRead(true));
    return response.hasItem() ? Optional.of(new Row(response.item())) : Optional.empty();
  }

  @Override
  public void put(Row row) {
    client.putItem(r -> r.tableName(name).item(row.attributes()));
  }

  @Override
  public boolean putIfAbsent(Row row) {
    try {
      client.putItem(r ->
          r.tableName(name).item(row.attributes()).conditionExpression("attribute_not_exists(pk)"));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  @Override
  public boolean update(String partition, String sort, RowUpdate update) {
    var expressions = Expressions.of(update);
    return direct
        .flatMap(way -> way.update(partition, sort, expressions))
        .orElseGet(() -> update(partition, sort, expressions));
  }

  private boolean update(String partition, String sort, Expressions expressions) {
    try {
      client.updateItem(r ->
          r.tableName(name)
              .key(Row.key(partition, sort))
              .updateExpression(expressions.update())
              .conditionExpression(expressions.condition())
              .expressionAttributeNames(expressions.names())
              .expressionAttributeValues(expressions.values()));
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  @Override
  public void query(String partition, String sortPrefix, Consumer<Row> rows) {
    Map<String, AttributeValue> values =
        Map.of(":pk", AttributeValue.fromS(partition), ":sk", AttributeValue.fromS(sortPrefix));
    var request =
        QueryRequest.builder()
            .tableName(name)
            .consistentRead(true)
            .keyConditionExpression(
                sortPrefix.isEmpty() ? "pk = :pk" : "pk = :pk AND begins_with(sk, :sk)")
            .expressionAttributeValues(
                sortPrefix.isEmpty() ? Map.of(":pk", AttributeValue.fromS(partition)) : values)
            .build();
    client.queryPaginator(request).items().forEach(item -> rows.accept(new Row(item)));
  }

  @Override
  public void deleteIf(String partition, String sort, RowCondition condition) {
    var expressions = Expressions.of(condition);
    try {
      client.deleteItem(r ->
          r.tableName(name)
              .key(Row.key(partition, sort))
              .conditionExpression(expressions.condition())
              .expressionAttributeNames(expressions.names())
              .expressionAttributeValues(expressions.values()));
    } catch (ConditionalCheckFailedException e) {
      // it stays
    }
  }

  @Override
  public void delete(String partition, String sort) {
    client.deleteItem(r -> r.tableName(name).key(Row.key(partition, sort)));
  }
}
