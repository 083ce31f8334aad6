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
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;

/// An AWS with a fleet on it, opened once for all acceptance tests of a JVM, and the program as its
/// user calls it. It is the embedded AWS, unless an [Endpoint] is given; what tests leave there is
/// deleted at the end.
final class Cloud {
  /// Of buckets whose names end with `-slow`.
  private static final String SLOW =
      """
      {"kind":"s3","partitions":{"initial":2,"rateEach":30},"latencyMillis":{"p50":1,"p99":5}}\
      """;

  /// In all names of this JVM's tests: others may use the endpoint too.
  private static final String RUN =
      System.getenv()
          .getOrDefault("HIKKOSHI_TEST_RUN", UUID.randomUUID().toString().substring(0, 8));

  /// So that a bucket's name still is one with what is added to it.
  private static final int LONGEST_NAME = 63 - 1 - RUN.length();

  private static final Cloud INSTANCE = new Cloud();

  private final Optional<EmbeddedAws> embedded;
  private final Map<String, String> environment;
  private final Services services;
  private final S3Client s3;

  private Cloud() {
    Optional<Endpoint> given = Endpoint.given();
    embedded = given.isPresent() ? Optional.empty() : Optional.of(embedded());
    environment =
        given
            .map(endpoint -> endpoint.environment(System.getenv()))
            .or(() -> embedded.map(EmbeddedAws::environment))
            .orElseThrow();
    SdkSettings.use(environment);
    services = Services.open(System.getenv(), 200);
    services.prepare();
    S3Client own = services.clients().s3();
    s3 = given.isPresent() ? new InventoriesAtOnce(own) : own;
    var ofWorkers = new HashMap<>(environment);
    ofWorkers.put("HIKKOSHI_THREADS", "8");
    var fleet =
        new LocalFleetRunner(services, new LocalFleet(1, 2), WorkerSettings.from(ofWorkers));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              fleet.close();
              if (given.isPresent()) {
                new Leftovers(services.clients(), RUN).delete();
              }
              services.close();
              embedded.ifPresent(EmbeddedAws::close);
            }));
  }

  private static EmbeddedAws embedded() {
    try {
      return EmbeddedAws.start(
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
  }

  static Cloud get() {
    return INSTANCE;
  }

  /// The name by which a test's table, bucket, queue or migration is known to nobody else.
  ///
  /// @param name unique among the tests of this JVM; cut where it is too long for a bucket
  static String named(String name) {
    return name.substring(0, Math.min(name.length(), LONGEST_NAME)) + "-" + RUN;
  }

  DynamoDbClient dynamoDb() {
    return services.clients().dynamoDb();
  }

  S3Client s3() {
    return s3;
  }

  /// The same as a role sees it.
  Account as(Role role) {
    return services.clients().as(role);
  }

  Ledger ledger() {
    return services.ledger();
  }

  /// Where items larger than a message travel.
  String payloadBucket() {
    return services.payloads().bucket().orElseThrow();
  }

  /// The queue that workers take units from.
  String workQueue() {
    return services.names().work();
  }

  /// Puts a unit on the work queue.
  void send(WorkMessage message) {
    try (var queue = services.queues().open(services.names().work())) {
      queue.send(message.migration(), WorkMessageCodec.encode(message), Duration.ZERO);
    }
  }

  Map<String, String> environment() {
    return environment;
  }

  /// How many times a part was copied to an object, which only the embedded AWS tells.
  long partCopies(String bucket, String key) {
    return embedded.orElseThrow().s3().partCopies(bucket, key);
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
