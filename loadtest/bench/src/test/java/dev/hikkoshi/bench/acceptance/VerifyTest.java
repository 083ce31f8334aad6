package dev.hikkoshi.bench.acceptance;

import static dev.hikkoshi.bench.acceptance.ItemChanges.number;
import static dev.hikkoshi.bench.acceptance.ItemChanges.set;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// The verification finds what differs, names it, and nothing else.
class VerifyTest {
  private final Cloud cloud = Cloud.get();
  private final ItemChanges items = new ItemChanges(cloud.dynamoDb());
  @TempDir private Path folder;

  @Test
  void namesEachKindOfDifferenceAndNoOther() throws IOException {
    String table = Cloud.named("differences");
    var export = new TestExport(table).items(500, 5).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    String file = new MigrationFiles(folder).write(table, export.location(), table);
    assertThat(cloud.hikkoshi("run", file, "--fleet", "none").exit()).isZero();

    // Other spellings of the same items are no difference.
    items.put(table, "k10", number("10.0"), set("b", "a"));
    var same = cloud.hikkoshi("verify", file, "--fleet", "none");
    assertThat(same.exit()).as(same.json().toString()).isZero();
    assertThat(same.json().path("exact").asBoolean()).isTrue();

    items.delete(table, "k1");
    items.put(table, "added", number("1"), set("a", "b"));
    items.put(table, "k2", number("2"), set("a", "c"));
    items.put(table, "k3", AttributeValue.fromS("3"), set("a", "b"));
    Path diff = folder.resolve("diff.jsonl");
    var found = cloud.hikkoshi("verify", file, "--fleet", "none", "--diff", diff.toString());
    assertThat(found.exit()).isEqualTo(1);
    assertThat(found.json().path("exact").asBoolean(true)).isFalse();
    assertThat(found.json().path("missing").asInt()).isEqualTo(1);
    assertThat(found.json().path("extra").asInt()).isEqualTo(1);
    assertThat(found.json().path("different").asInt()).isEqualTo(2);
    assertThat(found.json().path("sourceItems").asInt()).isEqualTo(500);
    assertThat(found.json().path("destinationItems").asInt()).isEqualTo(500);
    assertThat(Files.readAllLines(diff))
        .containsExactlyInAnyOrder(
            "{\"kind\":\"missing\",\"key\":{\"id\":{\"S\":\"k1\"}}}",
            "{\"kind\":\"extra\",\"key\":{\"id\":{\"S\":\"added\"}}}",
            "{\"kind\":\"different\",\"key\":{\"id\":{\"S\":\"k2\"}}}",
            "{\"kind\":\"different\",\"key\":{\"id\":{\"S\":\"k3\"}}}");
  }

  @Test
  void whatTheDestinationHeldBeforeDoesNotCountWhereOnlyWhatWasTransferredDoes() {
    String table = Cloud.named("held-before");
    var export = new TestExport(table).items(100, 2).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    items.put(table, "before", number("1"), set("a", "b"));
    String file =
        new MigrationFiles(folder)
            .write(
                table,
                """
                name: %s
                source: { dynamodb-export: "%s" }
                destination: { table: %s }
                verify: transferred
                """
                    .formatted(table, export.location(), table));
    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(run.json().path("exact").asBoolean()).isTrue();
    assertThat(run.json().path("verified").asText()).isEqualTo("transferred");
    assertThat(run.json().path("destinationItems").asInt()).isEqualTo(101);

    var all = cloud.hikkoshi("verify", file, "--fleet", "none", "--mode", "all");
    assertThat(all.exit()).isEqualTo(1);
    assertThat(all.json().path("extra").asInt()).isEqualTo(1);

    items.delete(table, "k1");
    items.put(table, "k2", number("3"), set("a", "b"));
    var differs = cloud.hikkoshi("verify", file, "--fleet", "none");
    assertThat(differs.exit()).isEqualTo(1);
    assertThat(differs.json().path("missing").asInt()).isEqualTo(1);
    assertThat(differs.json().path("different").asInt()).isEqualTo(1);
    assertThat(differs.json().path("extra").asInt()).isZero();
  }

  @Test
  void readsAnExportOfTheDestinationInsteadOfTheTable() throws InterruptedException {
    String table = Cloud.named("exported-again");
    var export = new TestExport(table).items(100, 2).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    recoverable(table);
    String early = exported(table);
    String file = new MigrationFiles(folder).write(table, export.location(), table);
    assertThat(cloud.hikkoshi("run", file, "--fleet", "none").exit()).isZero();

    String later = exported(table);
    items.delete(table, "k1"); // not in the export
    var exact = cloud.hikkoshi("verify", file, "--fleet", "none", "--against", later);
    assertThat(exact.exit()).as(exact.json().toString()).isZero();
    assertThat(exact.json().path("destinationItems").asInt()).isEqualTo(100);

    var differs = cloud.hikkoshi("verify", file, "--fleet", "none", "--against", exported(table));
    assertThat(differs.exit()).isEqualTo(1);
    assertThat(differs.json().path("missing").asInt()).isEqualTo(1);

    assertThat(against(file, early)).contains("shows the table at", "export it again");
    assertThat(against(file, export.location())).contains("does not say of which table it is");
    cloud.table(table + "-other", "id", ScalarAttributeType.S);
    cloud.s3().createBucket(r -> r.bucket(table + "-other"));
    recoverable(table + "-other");
    assertThat(against(file, exported(table + "-other")))
        .contains("is an export of", table + "-other, not of table " + table);
    assertThat(against(file, "here")).contains("--against is 'here'; allowed: s3://");
  }

  private String against(String file, String export) {
    var refused = cloud.hikkoshi("verify", file, "--fleet", "none", "--against", export);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.json().path("subject").asText()).isEqualTo("--against");
    return refused.message();
  }

  private void recoverable(String table) {
    cloud
        .dynamoDb()
        .updateContinuousBackups(r ->
            r.tableName(table)
                .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
  }

  private String exported(String table) throws InterruptedException {
    String arn = cloud.dynamoDb().describeTable(r -> r.tableName(table)).table().tableArn();
    String export =
        cloud
            .dynamoDb()
            .exportTableToPointInTime(r -> r.tableArn(arn).s3Bucket(table))
            .exportDescription()
            .exportArn();
    while (true) {
      var now = cloud.dynamoDb().describeExport(r -> r.exportArn(export)).exportDescription();
      if (now.exportStatus() == ExportStatus.COMPLETED) {
        return "s3://" + table + "/" + now.exportManifest();
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Test
  void comparesATableThatWasWrittenByOtherMeans() {
    String table = Cloud.named("by-other-means");
    var export = new TestExport(table).items(20, 2).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    for (int i = 0; i < 20; i++) {
      items.put(table, "k" + i, number(Integer.toString(i)), set("a", "b"));
    }
    String file = new MigrationFiles(folder).write(table, export.location(), table);
    assertThat(cloud.hikkoshi("verify", file, "--fleet", "none").exit()).isZero();
    items.put(table, "k7", number("8"), set("a", "b"));
    var found = cloud.hikkoshi("verify", file, "--fleet", "none");
    assertThat(found.exit()).isEqualTo(1);
    assertThat(found.json().path("different").asInt()).isEqualTo(1);
    // A comparison is no migration: running it afterwards moves everything.
    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(run.json().path("written").asInt()).isEqualTo(20);
    assertThat(cloud.item(table, "k7").get("n").n()).isEqualTo("7");
  }

  @Test
  void namesAKeyThatTheSourceHasTwice() {
    String table = Cloud.named("twice");
    String item = "{\"id\":{\"S\":\"same\"}}";
    var export = new TestExport(table).shard(List.of(item, item)).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    String file = new MigrationFiles(folder).write(table, export.location(), table);
    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.json().path("exact").asBoolean(true)).isFalse();
    assertThat(run.json().path("different").asInt()).isEqualTo(1);
  }

  @Test
  void movesAnExportWithoutItems() {
    String table = Cloud.named("no-items");
    var export = new TestExport(table).shard(List.of()).shard(List.of()).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    String file = new MigrationFiles(folder).write(table, export.location(), table);
    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(run.json().path("exact").asBoolean()).isTrue();
  }
}
