package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// What is wrong is refused before the first write, in one line that names it.
class RefusalTest {
  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;
  private String name = "";

  @BeforeEach
  void table(TestInfo test) {
    name =
        Cloud.named(
            test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT));
    cloud.table(name, "id", ScalarAttributeType.S);
  }

  private TestExport export() {
    return new TestExport(name).items(40, 4).write();
  }

  private void refused(TestExport export, int exit, String... named) {
    String file = new MigrationFiles(folder).write(name, export.location(), name);
    var answer = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(answer.exit()).as(answer.json().toString()).isEqualTo(exit);
    assertThat(answer.message()).contains(named).doesNotContain("\n");
    assertThat(answer.json().path("error").asText()).isNotEmpty();
    assertThat(answer.json().path("subject").asText()).isNotEmpty();
    assertThat(cloud.count(name)).isZero();
  }

  @Test
  void missingShard() {
    TestExport export = export();
    export.delete(export.shardKey(2));
    refused(export, 3, export.shardKey(2), "missing");
  }

  @Test
  void flippedByte() {
    TestExport export = export();
    byte[] bytes = export.bytes(export.shardKey(1));
    bytes[bytes.length / 2] ^= 1;
    export.put(export.shardKey(1), bytes);
    refused(export, 3, export.shardKey(1));
  }

  @Test
  void shardWithAnItemFewer() {
    TestExport export = export();
    export.put(
        export.shardKey(3), TestExport.gzip(TestExport.lines(List.of("{\"id\":{\"S\":\"k3\"}}"))));
    refused(export, 3, export.shardKey(3), "MD5");
  }

  @Test
  void manifestCutInTheMiddle() {
    TestExport export = export();
    String whole = export.text("manifest-files.json");
    export.put(
        export.folder() + "manifest-files.json",
        whole.substring(0, whole.length() / 2).getBytes(StandardCharsets.UTF_8));
    refused(export, 3, "manifest-files");
  }

  @Test
  void manifestCutWithoutChecksumFiles() {
    TestExport export = export();
    String whole = export.text("manifest-files.json");
    export.delete(export.folder() + "manifest-files.md5");
    export.put(
        export.folder() + "manifest-files.json",
        whole.substring(0, whole.length() - 30).getBytes(StandardCharsets.UTF_8));
    refused(export, 3, "manifest-files.json line 4");
  }

  @Test
  void manifestCutAtALineWithoutChecksumFiles() {
    TestExport export = export();
    String whole = export.text("manifest-files.json");
    export.delete(export.folder() + "manifest-files.md5");
    int lastLine = whole.lastIndexOf('\n', whole.length() - 2) + 1;
    export.put(
        export.folder() + "manifest-files.json",
        whole.substring(0, lastLine).getBytes(StandardCharsets.UTF_8));
    refused(export, 3, "40", "30");
  }

  @Test
  void noManifest() {
    TestExport export = export();
    export.delete(export.folder() + "manifest-summary.json");
    refused(export, 3, "manifest-summary.json");
  }

  @Test
  void tableWithAnotherKey() {
    TestExport export = export();
    cloud.table(name + "-pk", "pk", ScalarAttributeType.S);
    String file = new MigrationFiles(folder).write(name, export.location(), name + "-pk");
    var answer = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(answer.exit()).isEqualTo(3);
    assertThat(answer.message()).contains("pk (S)");
    assertThat(cloud.count(name + "-pk")).isZero();
  }

  @Test
  void tableWithAKeyOfAnotherType() {
    TestExport export = export();
    cloud.table(name + "-n", "id", ScalarAttributeType.N);
    String file = new MigrationFiles(folder).write(name, export.location(), name + "-n");
    assertThat(cloud.hikkoshi("run", file, "--fleet", "none").exit()).isEqualTo(3);
  }

  @Test
  void noSuchTable() {
    TestExport export = export();
    String file = new MigrationFiles(folder).write(name, export.location(), name + "-gone");
    var answer = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(answer.exit()).isEqualTo(3);
    assertThat(answer.message()).contains("no such table: " + name + "-gone");
  }

  @Test
  void unknownKeyInTheMigrationFile() {
    TestExport export = export();
    String file =
        new MigrationFiles(folder)
            .write(
                name,
                "name: "
                    + name
                    + "\nsource:\n  dynamodb-export: "
                    + export.location()
                    + "\ndestination:\n  table: "
                    + name
                    + "\n  tabel: x\n");
    var answer = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.message()).contains("destination.tabel", "'x'", "table");
  }

  @Test
  void wrongCountUnderRightChecksumsIsFoundWhileReading() {
    TestExport export = export();
    byte[] shard = export.bytes(export.shardKey(1));
    String files = export.text("manifest-files.json");
    String line = files.lines().toList().get(1) + "\n";
    export.manifest("manifest-files", files.replace(line, export.manifestLine(1, 11, shard)));
    export.manifest("manifest-summary", export.summary(41));
    String file = new MigrationFiles(folder).write(name, export.location(), name);
    var answer = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(answer.exit()).as(answer.json().toString()).isEqualTo(1);
    assertThat(answer.message()).contains(export.shardKey(1), "10", "11");
    var again = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.message()).isEqualTo(answer.message());
  }

  @Test
  void aSourceThatWasReadInPartIsNeverCalledExact() {
    TestExport export = new TestExport(name).items(80, 8).write();
    byte[] shard = export.bytes(export.shardKey(1));
    String files = export.text("manifest-files.json");
    String line = files.lines().toList().get(1) + "\n";
    export.manifest("manifest-files", files.replace(line, export.manifestLine(1, 11, shard)));
    export.manifest("manifest-summary", export.summary(81));
    String file = new MigrationFiles(folder).write(name, export.location(), name);
    assertThat(cloud.hikkoshi("run", file, "--fleet", "none").exit()).isEqualTo(1);
    var verified = cloud.hikkoshi("verify", file, "--fleet", "none");
    assertThat(verified.exit()).as(verified.json().toString()).isEqualTo(1);
    assertThat(verified.json().path("exact").asBoolean()).isFalse();
    assertThat(verified.message()).contains(export.shardKey(1));
  }

  @Test
  void wrongCountThatContradictsTheSummaryIsFoundBeforeTheFirstWrite() {
    TestExport export = export();
    byte[] shard = export.bytes(export.shardKey(1));
    String files = export.text("manifest-files.json");
    String line = files.lines().toList().get(1) + "\n";
    export.manifest("manifest-files", files.replace(line, export.manifestLine(1, 11, shard)));
    refused(export, 1, export.shardKey(1), "10", "11");
  }
}
