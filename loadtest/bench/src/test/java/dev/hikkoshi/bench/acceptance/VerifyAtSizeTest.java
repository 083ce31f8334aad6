package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// A migration and its verification in processes of 256 MB, with one difference of each kind. A
/// thousand times the items is one setting away: `-Dhikkoshi.verifyItems=1000000`.
class VerifyAtSizeTest {
  private static final int ITEMS = Integer.getInteger("hikkoshi.verifyItems", 4_000);
  private static final int SHARDS = 16;
  private static final int MINUTES = 30;
  private static final String TABLE = Cloud.named("at-size");

  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;

  @Test
  void findsEachKindOfDifferenceWithLittleMemory() throws Exception {
    String file =
        new MigrationFiles(folder)
            .write(
                TABLE,
                """
                name: %s
                source: { dynamodb-export: "%s" }
                destination: { table: %s }
                target: 100000
                read-target: 100000
                """
                    .formatted(TABLE, export(), TABLE));
    cloud.table(TABLE, "id", ScalarAttributeType.S);
    try (var fleet = new ProcessFleet(folder, TABLE)) {
      JsonNode run = command(fleet, "run", 0, "run", file);
      assertThat(run.path("exact").asBoolean()).isTrue();
      assertThat(run.path("written").asInt()).isEqualTo(ITEMS);

      plant();
      Path diff = folder.resolve("diff.jsonl");
      JsonNode found = command(fleet, "verify", 1, "verify", file, "--diff", diff.toString());
      assertThat(found.path("error").asText()).isEqualTo("different");
      assertThat(found.path("missing").asInt()).isEqualTo(1);
      assertThat(found.path("extra").asInt()).isEqualTo(1);
      assertThat(found.path("different").asInt()).isEqualTo(6);
      assertThat(Files.readAllLines(diff))
          .containsExactlyInAnyOrder(
              line("missing", "k1"),
              line("extra", "added"),
              line("different", "k2"),
              line("different", "k3"),
              line("different", "k4"),
              line("different", "k5"),
              line("different", "k6"),
              line("different", "k7"));
    }
  }

  private static JsonNode command(ProcessFleet fleet, String name, int exit, String... arguments)
      throws Exception {
    var line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--output", "json"));
    Process process =
        fleet.start(name, Map.of("HIKKOSHI_THREADS", "16"), line.toArray(String[]::new));
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(fleet.out(name) + fleet.err(name)).isEqualTo(exit);
    return new ObjectMapper().readTree(fleet.out(name));
  }

  private static String line(String kind, String id) {
    return "{\"kind\":\"" + kind + "\",\"key\":{\"id\":{\"S\":\"" + id + "\"}}}";
  }

  private static String export() {
    var export = new TestExport(TABLE);
    for (int shard = 0; shard < SHARDS; shard++) {
      var items = new ArrayList<String>();
      for (int i = shard; i < ITEMS; i += SHARDS) {
        items.add(
            """
            {"id":{"S":"k%d"},"n":{"N":"1e2"},"empty":{"S":""},"null":{"NULL":true},"text":{"S":"abc"},"set":{"SS":["a","b"]}}\
            """
                .formatted(i));
      }
      export.shard(items);
    }
    return export.write().location();
  }

  private void plant() {
    cloud.dynamoDb().deleteItem(r -> r.tableName(TABLE).key(Map.of("id", text("k1"))));
    put("added", Map.of());
    put("k2", Map.of("text", text("abd")));
    put("k3", Map.of("n", text("100")));
    put("k4", Map.of("empty", AttributeValue.fromNul(true)));
    var without = item("k5");
    without.remove("null");
    cloud.dynamoDb().putItem(r -> r.tableName(TABLE).item(without));
    put("k6", Map.of("text", AttributeValue.fromB(SdkBytes.fromUtf8String("abc"))));
    var empty = item("k7");
    empty.remove("empty");
    cloud.dynamoDb().putItem(r -> r.tableName(TABLE).item(empty));
    // No difference: another form of the number, another order of the set.
    put("k8", Map.of("n", AttributeValue.fromN("100.0"), "set", set("b", "a")));
  }

  private void put(String id, Map<String, AttributeValue> other) {
    var item = item(id);
    item.putAll(other);
    cloud.dynamoDb().putItem(r -> r.tableName(TABLE).item(item));
  }

  private static Map<String, AttributeValue> item(String id) {
    return new HashMap<>(
        Map.of(
            "id", text(id),
            "n", AttributeValue.fromN("100"),
            "empty", text(""),
            "null", AttributeValue.fromNul(true),
            "text", text("abc"),
            "set", set("a", "b")));
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue set(String... values) {
    return AttributeValue.fromSs(List.of(values));
  }
}
