package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// The verification finds what differs, names it, and nothing else.
class VerifyTest {
  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;

  @Test
  void namesEachKindOfDifferenceAndNoOther() throws IOException {
    String table = "differences";
    var export = new TestExport(table).items(500, 5).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    String file = new MigrationFiles(folder).write(table, export.location(), table);
    assertThat(cloud.hikkoshi("run", file, "--fleet", "none").exit()).isZero();

    // Other spellings of the same items are no difference.
    put(table, "k10", number("10.0"), set("b", "a"));
    var same = cloud.hikkoshi("verify", file, "--fleet", "none");
    assertThat(same.exit()).as(same.json().toString()).isZero();
    assertThat(same.json().path("exact").asBoolean()).isTrue();

    cloud
        .dynamoDb()
        .deleteItem(r -> r.tableName(table).key(Map.of("id", AttributeValue.fromS("k1"))));
    put(table, "added", number("1"), set("a", "b"));
    put(table, "k2", number("2"), set("a", "c"));
    put(table, "k3", AttributeValue.fromS("3"), set("a", "b"));
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
  void comparesATableThatWasWrittenByOtherMeans() {
    String table = "by-other-means";
    var export = new TestExport(table).items(20, 2).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    for (int i = 0; i < 20; i++) {
      put(table, "k" + i, number(Integer.toString(i)), set("a", "b"));
    }
    String file = new MigrationFiles(folder).write(table, export.location(), table);
    assertThat(cloud.hikkoshi("verify", file, "--fleet", "none").exit()).isZero();
    put(table, "k7", number("8"), set("a", "b"));
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
    String table = "twice";
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
    String table = "no-items";
    var export = new TestExport(table).shard(List.of()).shard(List.of()).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    String file = new MigrationFiles(folder).write(table, export.location(), table);
    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(run.json().path("exact").asBoolean()).isTrue();
  }

  private void put(String table, String id, AttributeValue n, AttributeValue set) {
    cloud
        .dynamoDb()
        .putItem(r ->
            r.tableName(table).item(Map.of("id", AttributeValue.fromS(id), "n", n, "set", set)));
  }

  private static AttributeValue number(String value) {
    return AttributeValue.fromN(value);
  }

  private static AttributeValue set(String... values) {
    return AttributeValue.fromSs(List.of(values));
  }
}
