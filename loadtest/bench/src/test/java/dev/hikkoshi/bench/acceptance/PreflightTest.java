package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.bench.demo.SdkSettings;
import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.local.EmbeddedAws;
import dev.hikkoshi.local.EmbeddedAwsSettings;
import dev.hikkoshi.local.faults.FaultPlan;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.preflight.Check;
import dev.hikkoshi.runbook.preflight.Machine;
import dev.hikkoshi.runbook.preflight.Preflight;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// What `preflight` finds.
class PreflightTest {
  @TempDir private Path folder;

  @Test
  void findsNothingWrongWhereARunSucceedsAndWritesNothing() {
    Cloud cloud = Cloud.get();
    String name = Cloud.named("preflight-good");
    cloud.table(name, "id", ScalarAttributeType.S);
    var export = new TestExport(name).items(10, 2).write();
    String file = new MigrationFiles(folder).write(name, export.location(), name);
    var answer = cloud.hikkoshi("preflight", file);
    assertThat(answer.exit()).as(answer.json().toString()).isZero();
    assertThat(answer.json().path("checks").findValuesAsText("name"))
        .contains(
            "jdk",
            "memory",
            "endpoint dynamodb",
            "endpoint s3",
            "endpoint sqs",
            "clock",
            "ledger",
            "queue " + cloud.workQueue(),
            "source",
            "destination table",
            "destination write",
            "capacity",
            "quota",
            "key schema");
    assertThat(cloud.count(name)).isZero();
    assertThat(cloud.ledger().migrations().find(name)).isEmpty();
    var status = cloud.hikkoshi("status", file);
    assertThat(status.exit()).isEqualTo(1);
  }

  @Test
  void findsNothingWrongWithBucketsAndSaysWhichIsMissing() {
    Cloud cloud = Cloud.get();
    String from = Cloud.named("preflight-from");
    String to = Cloud.named("preflight-to");
    cloud.s3().createBucket(r -> r.bucket(from));
    cloud.s3().createBucket(r -> r.bucket(to));
    cloud.s3().putObject(r -> r.bucket(from).key("a"), RequestBody.fromString("1"));
    String yaml =
        "name: preflight-bucket\nsource: { s3-bucket: 's3://"
            + from
            + "/' }\ndestination: { bucket: %s }\n";
    var good =
        cloud.hikkoshi("preflight", new MigrationFiles(folder).write("good", yaml.formatted(to)));
    assertThat(good.exit()).as(good.json().toString()).isZero();
    assertThat(cloud.s3().listObjectsV2(r -> r.bucket(to)).contents()).isEmpty();

    var missing =
        cloud.hikkoshi(
            "preflight",
            new MigrationFiles(folder)
                .write("missing", yaml.formatted(Cloud.named("preflight-nowhere"))));
    assertThat(missing.exit()).isEqualTo(3);
    assertThat(missing.json().path("error").asText()).isEqualTo("refused");
    assertThat(missing.json().path("subject").asText()).isEqualTo("destination bucket");
    assertThat(missing.message()).contains("destination bucket");
    assertThat(missing.json().path("checks").toString()).contains("preflight-nowhere");
  }

  @Test
  @EmbeddedOnly
  void namesTenThingsThatAreWrongAtOnce() throws IOException, InterruptedException {
    Properties before = (Properties) System.getProperties().clone();
    var settings =
        EmbeddedAwsSettings.defaults()
            .withOwners(Map.of("foreign-payloads", "999988887777"))
            .withFaults(
                FaultPlan.parse(
                    "{\"seed\":1,\"rules\":[{\"service\":\"dynamodb\",\"fault\":\"access-denied\",\"operations\":[\"BatchWriteItem\"]}]}"));
    try (var aws = EmbeddedAws.start(settings)) {
      SdkSettings.use(aws.environment());
      aws.faults().begin();
      try (var services =
          Services.open(Map.of("HIKKOSHI_PAYLOAD_BUCKET", "foreign-payloads"), 20)) {
        DynamoDbClient client = services.clients().dynamoDb();
        services.ledger().create();
        services.names().all().forEach(services.queues()::create);
        // Messages are left over in a queue, the source table is without point-in-time recovery,
        // the
        // destination has another key and little capacity; the rest is in the settings.
        try (var queue = services.queues().open(services.names().work())) {
          queue.send("left over", Duration.ZERO);
        }
        var tables = new SourceTables(client);
        String arn = tables.create("source", "id", ScalarAttributeType.S);
        tables.recoverable("source", false);
        client.createTable(r ->
            r.tableName("destination")
                .billingMode(BillingMode.PROVISIONED)
                .provisionedThroughput(p -> p.readCapacityUnits(5L).writeCapacityUnits(5L))
                .keySchema(
                    KeySchemaElement.builder().attributeName("other").keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("other")
                        .attributeType(ScalarAttributeType.N)
                        .build()));
        var file =
            new MigrationFileReader()
                .parse(
                    "name: ten\nsource: { table: '"
                        + arn
                        + "', export-to: 's3://no-such-bucket/x' }\ndestination: { table: destination }\ntarget: 1000000\n",
                    "ten.yaml");
        List<Check> checks =
            Preflight.checks(
                services,
                file,
                aws.environment(),
                new Machine(25, 64L << 20),
                Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
        List<Check> wrong = checks.stream().filter(check -> !check.ok()).toList();
        assertThat(wrong.stream().map(Check::name))
            .containsExactlyInAnyOrder(
                "memory",
                "clock",
                "queue " + services.names().work(),
                "payload bucket",
                "point-in-time recovery",
                "export bucket",
                "destination write",
                "capacity",
                "quota",
                "key schema");
        assertThat(wrong).allSatisfy(check -> assertThat(check.action()).isNotEmpty());
        assertThat(checks).filteredOn(Check::ok).isNotEmpty();
      }
    } finally {
      System.setProperties(before);
    }
  }
}
