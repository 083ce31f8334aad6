package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// Items that DynamoDB takes, but no SQS message.
class LargeItemsTest {
  private static final int ITEMS = 600;

  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;

  private static String item(String id, String value) {
    return "{\"id\":{\"S\":\"" + id + "\"},\"v\":" + value + "}";
  }

  private static String list(int count, String element) {
    return "{\"L\":[" + String.join(",", Collections.nCopies(count, element)) + "]}";
  }

  /// Each is at most 400 KB large in DynamoDB; the bytes of JSON are 1.2 to 6 MB.
  private static Map<String, String> large() {
    return Map.of(
        "numbers", list(125_000, "{\"N\":\"1\"}"),
        "controls", "{\"S\":\"" + "\\u0001".repeat(390_000) + "\"}",
        "flags", list(190_000, "{\"BOOL\":false}"),
        "empties", list(390_000, "{\"S\":\"\"}"),
        "spaced", list(390_000, "{ \"S\"  :  \"\"  }"));
  }

  private static List<String> shard() {
    var items = new ArrayList<String>();
    for (int i = 0; i < ITEMS; i++) {
      items.add(item("small-" + i, "{\"N\":\"" + i + "\"}"));
    }
    int at = 0;
    for (var each : large().entrySet()) {
      items.add(at, item(each.getKey(), each.getValue()));
      at += 101;
    }
    return items;
  }

  @Test
  void itemsLargerThanAMessageTravelThroughS3AndLeaveNothingThere() {
    String table = Cloud.named("large-items");
    List<String> shard = shard();
    assertThat(shard.stream().mapToInt(String::length).filter(n -> n > 1_200_000)).hasSize(5);
    assertThat(shard.stream().mapToInt(String::length).max().orElseThrow())
        .isGreaterThan(6_000_000);
    var export = new TestExport(table).shard(shard).items(ITEMS, 2).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    String file = new MigrationFiles(folder).write(table, export.location(), table);

    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(run.json().path("exact").asBoolean()).isTrue();
    assertThat(run.json().path("written").asInt()).isEqualTo(2 * ITEMS + 5);
    assertThat(run.json().path("dead").asInt()).isZero();

    assertThat(cloud.item(table, "numbers").get("v").l())
        .hasSize(125_000)
        .allSatisfy(number -> assertThat(number.n()).isEqualTo("1"));
    assertThat(cloud.item(table, "controls").get("v").s()).isEqualTo("\u0001".repeat(390_000));
    assertThat(cloud.item(table, "spaced").get("v").l()).hasSize(390_000);
    assertThat(cloud.item(table, "small-7").get("v").n()).isEqualTo("7");
    assertThat(payloads(table)).isEmpty();
  }

  private List<String> payloads(String migration) {
    return cloud
        .s3()
        .listObjectsV2(r -> r.bucket(cloud.payloadBucket()).prefix("payloads/" + migration + "/"))
        .contents()
        .stream()
        .map(object -> object.key())
        .toList();
  }

  @Test
  void largeItemsThatAreDeadAreSentAgainThroughS3() {
    String table = Cloud.named("large-dead");
    var items = new ArrayList<String>();
    IntStream.range(0, 10).forEach(i -> items.add(item("k" + i, "{\"NULL\":true}")));
    items.add(item("too-large", "{\"S\":\"" + "\\u0001".repeat(420_000) + "\"}"));
    var export = new TestExport(table).shard(items).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    String file = new MigrationFiles(folder).write(table, export.location(), table);

    for (String[] command :
        List.of(
            new String[] {"run", file, "--fleet", "none"},
            new String[] {"dead", file, "--redrive", "--fleet", "none"})) {
      var answer = cloud.hikkoshi(command);
      assertThat(answer.exit()).as(answer.json().toString()).isEqualTo(1);
      assertThat(answer.json().path("dead").asInt()).isEqualTo(1);
      assertThat(answer.json().path("written").asInt()).isEqualTo(10);
      assertThat(payloads(table)).isEmpty();
    }
  }
}
