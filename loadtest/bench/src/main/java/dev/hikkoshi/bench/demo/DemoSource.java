package dev.hikkoshi.bench.demo;

import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.cli.CommandException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.s3.S3Client;

/// Makes a table with items, and an export of it as AWS would write it.
public final class DemoSource {
  private static final int BATCH = 25;
  private static final int WRITERS = 4;
  private static final Duration POLL = Duration.ofMillis(200);

  private final DynamoDbClient dynamoDb;
  private final S3Client s3;
  private final Progress progress;

  public DemoSource(DynamoDbClient dynamoDb, S3Client s3, Progress progress) {
    this.dynamoDb = dynamoDb;
    this.s3 = s3;
    this.progress = progress;
  }

  /// Creates a table with key `id` (S).
  public void table(String name) {
    dynamoDb.createTable(r ->
        r.tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
            .attributeDefinitions(
                AttributeDefinition.builder()
                    .attributeName("id")
                    .attributeType(ScalarAttributeType.S)
                    .build()));
  }

  /// Fills a table with [DemoItems].
  public void fill(String table, long items) throws InterruptedException {
    progress.step("filling the source table", items);
    try (var threads = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> batches = new ArrayList<>();
      for (long from = 0; from < items; from += BATCH) {
        long first = from;
        long end = Math.min(items, from + BATCH);
        batches.add(threads.submit(() -> write(table, first, end)));
      }
      long done = 0;
      for (var batch : batches) {
        batch.get();
        progress.done(Math.min(items, done += BATCH));
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the source table could not be filled", e.getCause());
    }
  }

  private void write(String table, long from, long to) {
    var requests = new ArrayList<WriteRequest>(BATCH);
    for (long i = from; i < to; i++) {
      Map<String, AttributeValue> item = DemoItems.item(i);
      requests.add(WriteRequest.builder().putRequest(p -> p.item(item)).build());
    }
    Map<String, List<WriteRequest>> unprocessed = Map.of(table, requests);
    while (!unprocessed.isEmpty()) {
      var left = unprocessed;
      unprocessed = dynamoDb.batchWriteItem(r -> r.requestItems(left)).unprocessedItems();
    }
  }

  /// Exports a table and waits for it.
  ///
  /// @return where the export lies
  public S3Location export(String table, String bucket) throws InterruptedException {
    progress.step("exporting the source table", 0);
    s3.createBucket(r -> r.bucket(bucket));
    String tableArn = dynamoDb.describeTable(r -> r.tableName(table)).table().tableArn();
    dynamoDb.updateContinuousBackups(r ->
        r.tableName(table)
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
    String export =
        dynamoDb
            .exportTableToPointInTime(r -> r.tableArn(tableArn).s3Bucket(bucket).s3Prefix("demo"))
            .exportDescription()
            .exportArn();
    ExportDescription description = describe(export);
    while (description.exportStatus() == ExportStatus.IN_PROGRESS) {
      Thread.sleep(POLL);
      description = describe(export);
    }
    if (description.exportStatus() != ExportStatus.COMPLETED) {
      throw CommandException.failed(
          "failed", table, "the export failed: " + description.failureMessage());
    }
    return new S3Location(bucket, description.exportManifest());
  }

  private ExportDescription describe(String export) {
    return dynamoDb.describeExport(r -> r.exportArn(export)).exportDescription();
  }
}
