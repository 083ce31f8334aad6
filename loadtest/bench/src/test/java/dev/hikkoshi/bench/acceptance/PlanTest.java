package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// What `plan` says before anything moves.
class PlanTest {
  private static final String COLD =
      """
      {"name":"cold","kind":"dynamodb","mode":"on-demand","initialRate":4000,"maxRate":40000,
       "growth":{"atUtilization":0.8,"sustainedSeconds":600,"factor":2.0},
       "partitions":{"initial":4,"rateEach":1000,"splitAtUtilization":0.9,"splitAfterSeconds":300},
       "latencyMillis":{"p50":6,"p99":40},"keyOrder":"shuffled"}
      """;

  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;

  @Test
  void reckonsTheTimeThatTheSimulatorTakesAndABillThatAddsUp() throws IOException {
    cloud.table(Cloud.named("plan-cold"), "id", ScalarAttributeType.S);
    var export = hundredMillion(Cloud.named("plan-cold-export"));
    String file = file(Cloud.named("plan-cold"), export.location(), Cloud.named("plan-cold"));
    Path profile = Files.writeString(folder.resolve("cold.json"), COLD);
    var simulated =
        cloud.hikkoshi("simulate", profile.toString(), "--items", "100000000", "--target", "15000");

    var plan = cloud.hikkoshi("plan", file, "--window", "2h");
    assertThat(plan.exit()).as(plan.json().toString()).isZero();
    JsonNode json = plan.json();
    double seconds = simulated.json().path("seconds").asDouble();
    assertThat(json.path("seconds").asDouble()).isCloseTo(seconds, within(0.03 * seconds));
    assertThat(json.path("items").asLong()).isEqualTo(100_000_000);
    assertThat(json.path("unitsEach").asDouble()).isEqualTo(1);
    assertThat(json.path("bytes").asDouble() / 100e6).isEqualTo(300, within(1.0));
    // 100 million at $0.625, 30 GB read by 4 KB at $0.125, and messages of at most 200 kB.
    assertThat(cost(json, "write units")).isEqualTo(62.5, within(1e-9));
    assertThat(cost(json, "reads of the verification")).isEqualTo(0.916, within(0.01));
    assertThat(cost(json, "SQS requests")).isBetween(0.4, 2.0);
    assertAddsUp(json);
    json.path("alternatives").forEach(PlanTest::assertAddsUp);

    assertThat(json.path("fits").asBoolean()).isFalse();
    assertThat(json.path("advice").toString()).contains("target: ", "--warm-throughput");
    JsonNode last = json.path("alternatives").path(json.path("alternatives").size() - 1);
    assertThat(last.path("fits").asBoolean()).as(last.toString()).isTrue();
    assertThat(names(json))
        .contains("warm throughput 15,000 first", "provisioned 15,000 for the load")
        .doesNotContain("AWS import from S3");
  }

  @Test
  void takesOtherPricesAndRefusesUnknownOnes() throws IOException {
    cloud.table(Cloud.named("plan-prices"), "id", ScalarAttributeType.S);
    var export = new TestExport(Cloud.named("plan-prices-export")).items(10, 1).write();
    String file = file(Cloud.named("plan-prices"), export.location(), Cloud.named("plan-prices"));
    Path prices =
        Files.writeString(
            folder.resolve("prices.json"),
            "{\"region\":\"eu-central-2\",\"date\":\"2026-11-21\",\"prices\":{\"dynamodb-write-units-million\":1000000}}");
    var plan = cloud.hikkoshi("plan", file, "--prices", prices.toString(), "--window", "90m");
    assertThat(cost(plan.json(), "write units")).isEqualTo(10, within(1e-9));
    assertThat(plan.json().path("prices").path("region").asText()).isEqualTo("eu-central-2");
    assertThat(plan.json().path("fits").asBoolean()).isTrue();
    assertThat(plan.json().path("advice")).isEmpty();

    Files.writeString(prices, "{\"region\":\"x\",\"date\":\"x\",\"prices\":{\"gold\":1}}");
    var refused = cloud.hikkoshi("plan", file, "--prices", prices.toString());
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.message()).contains("gold", "dynamodb-write-units-million");
    assertThat(cloud.hikkoshi("plan", file, "--window", "soon").exit()).isEqualTo(2);
  }

  @Test
  void countsWhatIndexesCostAndWhatIsProvisioned() {
    cloud
        .dynamoDb()
        .createTable(r ->
            r.tableName(Cloud.named("plan-index"))
                .billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(p -> p.readCapacityUnits(200L).writeCapacityUnits(100L))
                .keySchema(
                    KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    attribute("id", ScalarAttributeType.S), attribute("n", ScalarAttributeType.N))
                .globalSecondaryIndexes(
                    GlobalSecondaryIndex.builder()
                        .indexName("by-n")
                        .keySchema(
                            KeySchemaElement.builder()
                                .attributeName("n")
                                .keyType(KeyType.HASH)
                                .build())
                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
                        .provisionedThroughput(
                            p -> p.readCapacityUnits(10L).writeCapacityUnits(50L))
                        .build()));
    // Half of them have the index's key, all are 2 KB.
    List<String> items =
        IntStream.range(0, 100)
            .mapToObj(i ->
                "{\"id\":{\"S\":\"k"
                    + i
                    + "\"},\""
                    + (i % 2 == 0 ? "n" : "m")
                    + "\":{\"N\":\"1\"},\"text\":{\"S\":\""
                    + "x".repeat(1_500)
                    + "\"}}")
            .toList();
    var export = new TestExport(Cloud.named("plan-index-export")).shard(items).write();
    var plan =
        cloud.hikkoshi(
            "plan", file(Cloud.named("plan-index"), export.location(), Cloud.named("plan-index")));
    assertThat(plan.exit()).as(plan.json().toString()).isZero();
    assertThat(plan.json().path("unitsEach").asDouble()).isEqualTo(2.5, within(1e-9));
    assertThat(cost(plan.json(), "write capacity, unit-hours")).isEqualTo(0.0975, within(1e-9));
    assertThat(names(plan.json())).contains("warm throughput 15,000 first");
  }

  @Test
  void saysWhatLimitsABucketAndOffersAnImportIntoANewTable() {
    String objects = Cloud.named("plan-objects");
    String copies = Cloud.named("plan-copies");
    cloud.s3().createBucket(r -> r.bucket(objects));
    cloud.s3().createBucket(r -> r.bucket(copies));
    for (int i = 0; i < 5; i++) {
      String key = "photos/" + i;
      cloud.s3().putObject(r -> r.bucket(objects).key(key), RequestBody.fromString("12345"));
    }
    var bucket =
        cloud.hikkoshi(
            "plan",
            new MigrationFiles(folder)
                .write(
                    "plan-bucket",
                    "name: plan-bucket\nsource: { s3-bucket: 's3://%s/' }\ndestination: { bucket: %s }\ntarget: 8900\n"
                        .formatted(objects, copies)));
    assertThat(bucket.exit()).as(bucket.json().toString()).isZero();
    assertThat(bucket.json().path("items").asInt()).isEqualTo(5);
    assertThat(bucket.json().path("bytes").asInt()).isEqualTo(25);
    assertThat(bucket.json().path("notes").toString()).contains("all keys begin alike");
    assertThat(names(bucket.json())).contains("3 prefixes split beforehand");
    assertAddsUp(bucket.json());

    String arn =
        new SourceTables(cloud.dynamoDb())
            .create(Cloud.named("plan-source"), "id", ScalarAttributeType.S);
    var table =
        cloud.hikkoshi(
            "plan",
            new MigrationFiles(folder)
                .write(
                    "plan-like",
                    "name: plan-like\nsource: { table: '"
                        + arn
                        + "', export-to: 's3://"
                        + copies
                        + "' }\ndestination: { table: plan-made, create: like-source }\n"));
    assertThat(table.exit()).as(table.json().toString()).isZero();
    assertThat(table.json().path("exportSeconds").asInt()).isEqualTo(1_500);
    assertThat(table.json().path("estimated").asBoolean()).isTrue();
    assertThat(names(table.json())).contains("AWS import from S3");
  }

  /// Four shards that hold a few lines each, and a manifest that promises 25 million of each: only
  /// their beginnings are read.
  private static TestExport hundredMillion(String bucket) {
    var export = new TestExport(bucket);
    for (int shard = 0; shard < 4; shard++) {
      int first = shard * 50;
      export.shard(
          IntStream.range(first, first + 50)
              .mapToObj(i ->
                  String.format(
                      Locale.ROOT,
                      "{\"id\":{\"S\":\"%04d\"},\"text\":{\"S\":\"%s\"}}",
                      i,
                      "x".repeat(290)))
              .toList());
    }
    return export.write().promising(25_000_000);
  }

  private String file(String name, String export, String table) {
    return new MigrationFiles(folder)
        .write(
            name,
            "name: "
                + name
                + "\nsource: { dynamodb-export: '"
                + export
                + "' }\ndestination: { table: "
                + table
                + " }\ntarget: 15000\n");
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static double cost(JsonNode plan, String item) {
    return StreamSupport.stream(plan.path("costs").spliterator(), false)
        .filter(cost -> cost.path("item").asText().equals(item))
        .findFirst()
        .orElseThrow()
        .path("dollars")
        .asDouble();
  }

  private static void assertAddsUp(JsonNode way) {
    double sum = 0;
    for (JsonNode cost : way.path("costs")) {
      assertThat(cost.path("dollars").asDouble()).as(cost.toString()).isNotNegative();
      sum += cost.path("dollars").asDouble();
    }
    assertThat(way.path("dollars").asDouble()).isEqualTo(sum, within(1e-9)).isPositive();
  }

  private static List<String> names(JsonNode plan) {
    return plan.path("alternatives").findValuesAsText("name");
  }
}
