package dev.hikkoshi.local.dynamodb;

import dev.hikkoshi.local.Await;
import dev.hikkoshi.local.faults.Faults;
import dev.hikkoshi.local.s3.InMemoryS3;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.S3Client;

/// DynamoDB Local behind its front, an S3 for the exports, and clients of all of them. Tables have
/// the partition key `id`.
final class FrontFixture implements AutoCloseable {
  private static final int BATCH = 25;

  private final InMemoryS3 s3Server;
  private final DynamoDbLocal local;
  private final DynamoDbFront front;
  private final S3Client s3;
  private final DynamoDbClient dynamoDb;

  private FrontFixture(Faults faults, List<RequestFilter> filters) throws IOException {
    s3Server = InMemoryS3.start(0, Clock.systemUTC());
    s3 =
        S3Client.builder()
            .endpointOverride(s3Server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials())
            .forcePathStyle(true)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
    local = DynamoDbLocal.start();
    front =
        DynamoDbFront.start(
            FrontConfig.defaults(), local.endpoint(), s3, faults, filters, Clock.systemUTC());
    dynamoDb =
        DynamoDbClient.builder()
            .endpointOverride(front.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials())
            .httpClientBuilder(Apache5HttpClient.builder().socketTimeout(Duration.ofMinutes(2)))
            .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build();
  }

  static FrontFixture start(RequestFilter... filters) throws IOException {
    return new FrontFixture(Faults.none(), List.of(filters));
  }

  static FrontFixture start(Faults faults) throws IOException {
    return new FrontFixture(faults, List.of());
  }

  URI frontEndpoint() {
    return front.endpoint();
  }

  URI localEndpoint() {
    return local.endpoint();
  }

  S3Client s3() {
    return s3;
  }

  DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  /// Returns the new table's ARN.
  String createTable(String name) {
    return dynamoDb
        .createTable(t ->
            t.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build()))
        .tableDescription()
        .tableArn();
  }

  /// Returns the ARN of a new table with point-in-time recovery.
  String createRecoverableTable(String name) {
    String arn = createTable(name);
    setRecovery(name, true);
    return arn;
  }

  void setRecovery(String table, boolean enabled) {
    dynamoDb.updateContinuousBackups(u ->
        u.tableName(table)
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(enabled)));
  }

  void put(String table, Map<String, AttributeValue> item) {
    dynamoDb.putItem(p -> p.tableName(table).item(item));
  }

  void fill(String table, List<Map<String, AttributeValue>> items) {
    for (int from = 0; from < items.size(); from += BATCH) {
      List<WriteRequest> batch = new ArrayList<>();
      for (var item : items.subList(from, Math.min(items.size(), from + BATCH))) {
        batch.add(
            WriteRequest.builder().putRequest(PutRequest.builder().item(item).build()).build());
      }
      dynamoDb.batchWriteItem(b -> b.requestItems(Map.of(table, batch)));
    }
  }

  /// Waits until the export has completed or failed.
  ExportDescription ended(String exportArn) {
    Await.until("the end of " + exportArn, () -> status(exportArn) != ExportStatus.IN_PROGRESS);
    return describe(exportArn);
  }

  ExportDescription describe(String exportArn) {
    return dynamoDb.describeExport(d -> d.exportArn(exportArn)).exportDescription();
  }

  @Override
  public void close() {
    dynamoDb.close();
    front.close();
    local.close();
    s3.close();
    s3Server.close();
  }

  private ExportStatus status(String exportArn) {
    return describe(exportArn).exportStatus();
  }

  private static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
  }
}
