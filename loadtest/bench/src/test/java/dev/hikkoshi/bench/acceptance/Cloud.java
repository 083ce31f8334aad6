package dev.hikkoshi.bench.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.bench.demo.SdkSettings;
import dev.hikkoshi.common.aws.Account;
import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.migration.LocalFleet;
import dev.hikkoshi.common.migration.Role;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WorkMessageCodec;
import dev.hikkoshi.local.EmbeddedAws;
import dev.hikkoshi.local.EmbeddedAwsSettings;
import dev.hikkoshi.local.s3.BucketLimits;
import dev.hikkoshi.runbook.LocalFleetRunner;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.cli.HikkoshiCommand;
import dev.hikkoshi.worker.WorkerSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;

/// The embedded AWS with a fleet on it, started once for all acceptance tests of a JVM, and the
/// program as its user calls it.
final class Cloud {
  /// Of buckets whose names end with `-slow`.
  private static final String SLOW =
      """
      {"kind":"s3","partitions":{"initial":2,"rateEach":30},"latencyMillis":{"p50":1,"p99":5}}\
      """;

  private static final Cloud INSTANCE = new Cloud();

  private final EmbeddedAws aws;
  private final Services services;

  private Cloud() {
    try {
      aws =
          EmbeddedAws.start(
              EmbeddedAwsSettings.defaults()
                  .withOwners(RolesTest.OWNERS)
                  .withBucketLimits(
                      new BucketLimits(
                          CapacityProfile.parse(SLOW),
                          bucket -> bucket.endsWith("-slow"),
                          System::nanoTime,
                          new SplittableRandom(1))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SdkSettings.use(aws.environment());
    services = Services.open(Map.of(), 200);
    services.prepare();
    var environment = new HashMap<>(aws.environment());
    environment.put("HIKKOSHI_THREADS", "8");
    var fleet =
        new LocalFleetRunner(services, new LocalFleet(1, 2), WorkerSettings.from(environment));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              fleet.close();
              services.close();
              aws.close();
            }));
  }

  static Cloud get() {
    return INSTANCE;
  }

  DynamoDbClient dynamoDb() {
    return services.clients().dynamoDb();
  }

  S3Client s3() {
    return services.clients().s3();
  }

  /// The same as a role sees it.
  Account as(Role role) {
    return services.clients().as(role);
  }

  Ledger ledger() {
    return services.ledger();
  }

  /// Puts a unit on the work queue.
  void send(WorkMessage message) {
    try (var queue = services.queues().open(services.names().work())) {
      queue.send(message.migration(), WorkMessageCodec.encode(message), Duration.ZERO);
    }
  }

  Map<String, String> environment() {
    return aws.environment();
  }

  /// How many times a part was copied to an object.
  long partCopies(String bucket, String key) {
    return aws.s3().partCopies(bucket, key);
  }

  /// Creates a table with a partition key.
  void table(String name, String key, ScalarAttributeType type) {
    dynamoDb()
        .createTable(r ->
            r.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder().attributeName(key).keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder().attributeName(key).attributeType(type).build()));
  }

  /// The item with a text key `id`.
  Map<String, AttributeValue> item(String table, String id) {
    return dynamoDb()
        .getItem(r ->
            r.tableName(table).key(Map.of("id", AttributeValue.fromS(id))).consistentRead(true))
        .item();
  }

  /// Items in a table.
  int count(String table) {
    return dynamoDb().scan(r -> r.tableName(table).consistentRead(true)).count();
  }

  /// Runs one command line with `--output json`.
  synchronized Answer hikkoshi(String... arguments) {
    var out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      String[] line = java.util.Arrays.copyOf(arguments, arguments.length + 2);
      line[arguments.length] = "--output";
      line[arguments.length + 1] = "json";
      int exit = HikkoshiCommand.execute(line);
      return new Answer(exit, new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "not one JSON object: " + out.toString(StandardCharsets.UTF_8), e);
    } finally {
      System.setOut(before);
    }
  }

  /// What a command answered.
  record Answer(int exit, JsonNode json) {
    String message() {
      return json.path("message").asText();
    }
  }
}
