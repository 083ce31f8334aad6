package dev.hikkoshi.bench.acceptance;

import static dev.hikkoshi.bench.acceptance.ItemChanges.number;
import static dev.hikkoshi.bench.acceptance.ItemChanges.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// What differs in a table is mended, and compared again.
class RepairTest {
  private static final int ITEMS = 700;

  private final Cloud cloud = Cloud.get();
  private final ItemChanges items = new ItemChanges(cloud.dynamoDb());
  @TempDir private Path folder;

  @Test
  void mendsWhatDiffersAndComparesAgain() throws IOException {
    String table = Cloud.named("mended");
    var export = new TestExport(table).items(ITEMS, 3).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    String file = new MigrationFiles(folder).write(table, export.location(), table);
    assertThat(cloud.hikkoshi("run", file, "--fleet", "none").exit()).isZero();

    items.delete(table, "k1");
    for (int i = 300; i < ITEMS; i++) { // more than one message carries
      items.delete(table, "k" + i);
    }
    items.put(table, "k2", number("3"), set("a", "b"));
    items.put(table, "added", number("1"), set("a", "b"));
    Path report = folder.resolve("report");
    var mended =
        cloud.hikkoshi(
            "verify", file, "--fleet", "none", "--repair", "--report", report.toString());
    assertThat(mended.exit()).isEqualTo(1);
    assertThat(mended.json().path("missing").asInt()).isZero();
    assertThat(mended.json().path("different").asInt()).isZero();
    assertThat(mended.json().path("extra").asInt()).isEqualTo(1);
    assertThat(cloud.item(table, "k2").get("n").n()).isEqualTo("2");
    JsonNode before = certificate(report);
    assertThat(before.path("exact").asBoolean(true)).isFalse();
    assertThat(before.path("extra").asInt()).isEqualTo(1);

    var exact =
        cloud.hikkoshi(
            "verify",
            file,
            "--fleet",
            "none",
            "--repair",
            "--delete-extra",
            "--report",
            report.toString());
    assertThat(exact.exit()).as(exact.json().toString()).isZero();
    assertThat(exact.json().path("exact").asBoolean()).isTrue();
    JsonNode after = certificate(report);
    assertThat(after.path("exact").asBoolean()).isTrue();
    assertThat(after.path("source")).isEqualTo(before.path("source"));
    assertThat(after.path("source").path("items").asInt()).isEqualTo(ITEMS);
    assertThat(after.path("destination").path("digest"))
        .isEqualTo(after.path("source").path("digest"));
  }

  private static JsonNode certificate(Path folder) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("verification.json").toFile());
  }
}
