package dev.hikkoshi.bench.acceptance;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// Makes tables that can be exported.
record SourceTables(DynamoDbClient dynamoDb) {
  /// Creates a table with a partition key and point-in-time recovery.
  ///
  /// @return its ARN
  String create(String name, String key, ScalarAttributeType type) {
    String arn =
        dynamoDb
            .createTable(r ->
                r.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(
                        KeySchemaElement.builder().attributeName(key).keyType(KeyType.HASH).build())
                    .attributeDefinitions(
                        AttributeDefinition.builder()
                            .attributeName(key)
                            .attributeType(type)
                            .build()))
            .tableDescription()
            .tableArn();
    recoverable(name, true);
    return arn;
  }

  void recoverable(String name, boolean enabled) {
    dynamoDb.updateContinuousBackups(r ->
        r.tableName(name)
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(enabled)));
  }
}
