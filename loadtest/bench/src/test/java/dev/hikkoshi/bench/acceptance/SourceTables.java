package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest;
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

  /// Exports a table and waits.
  ///
  /// @return where the manifest is
  String export(
      String table, String bucket, Consumer<ExportTableToPointInTimeRequest.Builder> what) {
    return "s3://" + bucket + "/" + exported(table, bucket, what).exportManifest();
  }

  /// Exports a table and waits.
  ExportDescription exported(
      String table, String bucket, Consumer<ExportTableToPointInTimeRequest.Builder> what) {
    String tableArn = dynamoDb.describeTable(r -> r.tableName(table)).table().tableArn();
    String arn =
        dynamoDb
            .exportTableToPointInTime(e -> what.accept(e.tableArn(tableArn).s3Bucket(bucket)))
            .exportDescription()
            .exportArn();
    while (true) {
      var export = dynamoDb.describeExport(d -> d.exportArn(arn)).exportDescription();
      if (export.exportStatus() != ExportStatus.IN_PROGRESS) {
        assertThat(export.exportStatus()).isEqualTo(ExportStatus.COMPLETED);
        return export;
      }
      Thread.onSpinWait();
    }
  }
}
