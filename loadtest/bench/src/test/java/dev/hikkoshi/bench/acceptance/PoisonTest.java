package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// Lines that can never be written fail alone, are named with their place, and can be mended.
class PoisonTest {
  private static final int SHARDS = 4;
  private static final int ITEMS = 10_000;

  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;

  private static String item(String key) {
    return "{\"id\":{\"S\":\"" + key + "\"},\"n\":{\"N\":\"1\"}}";
  }

  private static String with(String value) {
    return "{\"id\":{\"S\":\"poison\"},\"v\":" + value + "}";
  }

  /// Line number in its shard, and the line.
  private static Map<Integer, String> poison() {
    return new TreeMap<>(
        Map.of(
            7, with("{\"S\":\"" + "x".repeat(410_000) + "\"}"),
            100, item(""),
            101, "{\"id\":{\"N\":\"7\"}}",
            300, with("{\"N\":\"seven\"}"),
            301, with("{\"N\":\"123456789012345678901234567890123456789\"}"),
            500, item("s1-499"),
            900, "{\"id\":{\"S\":\"cut",
            901, "{\"other\":{\"S\":\"x\"}}",
            1_500, with("{\"SS\":[]}"),
            2_499, item("k".repeat(2_049))));
  }

  /// The poison is in shard 1.
  private static List<List<String>> shards() {
    var shards = new ArrayList<List<String>>();
    for (int shard = 0; shard < SHARDS; shard++) {
      var lines = new ArrayList<String>();
      for (int line = 1; line <= ITEMS / SHARDS; line++) {
        lines.add(item("s" + shard + "-" + line));
      }
      shards.add(lines);
    }
    poison().forEach((line, text) -> shards.get(1).set(line - 1, text));
    return shards;
  }

  @Test
  void tenPoisonLinesFailAloneAreNamedAndCanBeMended() throws IOException {
    String table = Cloud.named("poisoned");
    var export = new TestExport(table);
    List<List<String>> shards = shards();
    shards.forEach(export::shard);
    export.write();
    cloud.table(table, "id", ScalarAttributeType.S);
    String file = new MigrationFiles(folder).write(table, export.location(), table);

    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).as(run.json().toString()).isEqualTo(1);
    assertThat(run.json().path("error").asText()).isEqualTo("dead");
    assertThat(run.json().path("dead").asInt()).isEqualTo(10);
    assertThat(run.json().path("written").asInt()).isEqualTo(ITEMS - 10);
    assertThat(run.json().path("sourceItems").asInt()).isEqualTo(ITEMS);
    assertThat(run.json().path("destinationItems").asInt()).isEqualTo(ITEMS - 10);
    assertThat(run.json().path("extra").asInt()).isZero();
    assertThat(cloud.count(table)).isEqualTo(ITEMS - 10);

    var dead = cloud.hikkoshi("dead", file);
    assertThat(dead.exit()).isZero();
    assertThat(dead.json().path("dead").asInt()).isEqualTo(10);
    assertThat(reasons(dead.json(), export.shardKey(1)))
        .hasSize(10)
        .hasEntrySatisfying(7, reason -> assertThat(reason).contains("ValidationException", "size"))
        .hasEntrySatisfying(100, reason -> assertThat(reason).contains("empty"))
        .hasEntrySatisfying(101, reason -> assertThat(reason).contains("key"))
        .hasEntrySatisfying(300, reason -> assertThat(reason).contains("number"))
        .hasEntrySatisfying(301, reason -> assertThat(reason).contains("ValidationException", "38"))
        .hasEntrySatisfying(500, reason -> assertThat(reason).contains("same key"))
        .hasEntrySatisfying(900, reason -> assertThat(reason).contains("byte"))
        .hasEntrySatisfying(901, reason -> assertThat(reason).contains("key"))
        .hasEntrySatisfying(1_500, reason -> assertThat(reason).contains("ValidationException"))
        .hasEntrySatisfying(2_499, reason -> assertThat(reason).contains("ValidationException"));

    // Sent again as they are, they die again, and only they.
    var again = cloud.hikkoshi("dead", file, "--redrive", "--fleet", "none");
    assertThat(again.exit()).as(again.json().toString()).isEqualTo(1);
    assertThat(again.json().path("dead").asInt()).isEqualTo(10);
    assertThat(again.json().path("written").asInt()).isEqualTo(ITEMS - 10);

    // The lines are mended in the export, and its manifest with them.
    poison().keySet().forEach(line -> shards.get(1).set(line - 1, item("mended-" + line)));
    export.rewrite();
    var mended = cloud.hikkoshi("dead", file, "--redrive", "--fleet", "none");
    assertThat(mended.exit()).as(mended.json().toString()).isZero();
    assertThat(mended.json().path("exact").asBoolean()).isTrue();
    assertThat(mended.json().path("dead").asInt()).isZero();
    assertThat(mended.json().path("written").asInt()).isEqualTo(ITEMS);
    assertThat(mended.json().path("destinationItems").asInt()).isEqualTo(ITEMS);
    assertThat(cloud.hikkoshi("dead", file).json().path("dead").asInt()).isZero();
    assertThat(cloud.item(table, "mended-2499")).isNotEmpty();
  }

  /// Keys k1 and k2 are poison in the full export and were changed and deleted since; k39 was not.
  @Test
  void whatALaterExportHasTouchedIsNotSentAgain() throws IOException {
    String table = Cloud.named("poisoned-and-changed");
    var lines = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      lines.add(number(i, Integer.toString(i)));
    }
    String poison = "1".repeat(39);
    var export = new TestExport(table).shard(lines);
    for (int i : List.of(1, 2, 39)) {
      lines.set(i, number(i, poison));
    }
    export.write();
    String later = new TestIncrement(table + "-later").write(39);
    cloud.table(table, "id", ScalarAttributeType.S);
    String file =
        new MigrationFiles(folder)
            .write(
                table,
                "name: "
                    + table
                    + "\nsource:\n  dynamodb-export: ["
                    + export.location()
                    + ", "
                    + later
                    + "]\ndestination:\n  table: "
                    + table
                    + "\n");
    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).as(run.json().toString()).isEqualTo(1);
    assertThat(run.json().path("dead").asInt()).isEqualTo(3);

    for (int i : List.of(1, 2, 39)) {
      lines.set(i, number(i, "777"));
    }
    export.rewrite();
    var redriven = cloud.hikkoshi("dead", file, "--redrive", "--fleet", "none");
    assertThat(redriven.exit()).as(redriven.json().toString()).isEqualTo(1);
    assertThat(redriven.json().path("dead").asInt()).isEqualTo(2);
    assertThat(cloud.item(table, "k1")).containsEntry("n", AttributeValue.fromN("-1"));
    assertThat(cloud.item(table, "k2")).isEmpty();
    assertThat(cloud.item(table, "k39")).containsEntry("n", AttributeValue.fromN("777"));
    assertThat(cloud.hikkoshi("dead", file).json().findValuesAsText("at"))
        .containsExactlyInAnyOrder(export.shardKey(0) + ":2", export.shardKey(0) + ":3");
  }

  private static String number(int i, String n) {
    return "{\"id\":{\"S\":\"k"
        + i
        + "\"},\"n\":{\"N\":\""
        + n
        + "\"},\"set\":{\"SS\":[\"a\",\"b\"]}}";
  }

  private static Map<Integer, String> reasons(JsonNode dead, String shard) {
    var reasons = new TreeMap<Integer, String>();
    for (JsonNode item : dead.path("items")) {
      String at = item.path("at").asText();
      assertThat(at).startsWith(shard + ":");
      reasons.put(Integer.parseInt(at.substring(shard.length() + 1)), item.path("reason").asText());
    }
    return reasons;
  }
}
