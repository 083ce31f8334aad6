package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// Exports that AWS itself wrote.
class RealExportTest {
  private static final Path EXPORTS = Path.of("src/test/resources/exports");

  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;

  @Test
  void movesAnExportOfAllTypesFromUnderAPrefix() {
    String name = Cloud.named("all-types");
    upload("all-types", name, "dynamodb-export/");
    cloud.table(name, "id", ScalarAttributeType.S);
    String file =
        new MigrationFiles(folder)
            .write(
                name,
                "s3://" + name + "/dynamodb-export/AWSDynamoDB/01715685260608-c488b4e1",
                name);
    var first = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(first.exit()).isZero();
    assertThat(first.json().path("exact").asBoolean()).isTrue();
    assertThat(first.json().path("state").asText()).isEqualTo("complete");
    assertThat(first.json().path("written").asInt()).isEqualTo(3);
    var item = cloud.item(name, "K3TXQk84Si");
    assertThat(item.get("a").bool()).isFalse();
    assertThat(item.get("b").nul()).isTrue();
    assertThat(item.get("c").ss()).containsExactlyInAnyOrder("8gfX8dh0xa", "fRjHZJ2Ce9");
    assertThat(item.get("d").ns()).containsExactlyInAnyOrder("2", "3");
    assertThat(item.get("e").l().get(1).s()).isEqualTo("Dsb87qc6Es");
    assertThat(item.get("f").m().get("g").n()).isEqualTo("9");
    assertThat(item.get("j").b()).isEqualTo(SdkBytes.fromUtf8String("hello"));
    assertThat(item.get("k").bs())
        .containsExactlyInAnyOrder(
            SdkBytes.fromUtf8String("is fast"), SdkBytes.fromUtf8String("scylladb"));

    var second = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(second.exit()).isZero();
    assertThat(second.json().path("state").asText()).isEqualTo("complete");
    assertThat(second.json().path("requests")).isEqualTo(first.json().path("requests"));
  }

  @Test
  void refusesATamperedManifestUnlessToldOtherwise() {
    String name = Cloud.named("four-shards");
    upload("four-shards", name, "");
    cloud.table(name, "id", ScalarAttributeType.S);
    String file =
        new MigrationFiles(folder)
            .write(
                name,
                "s3://" + name + "/AWSDynamoDB/01725803054816-222a3242/manifest-summary.json",
                name);
    var refused = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.message()).contains("manifest-summary.md5");
    assertThat(cloud.count(name)).isZero();

    var allowed = cloud.hikkoshi("run", file, "--fleet", "none", "--allow-unsound-manifest");
    assertThat(allowed.exit()).isZero();
    assertThat(allowed.json().path("exact").asBoolean()).isTrue();
    assertThat(allowed.json().path("unsound").get(0).asText()).contains("manifest-summary.md5");
    assertThat(cloud.item(name, "2").get("title").s()).isEqualTo("title_2");
  }

  private void upload(String export, String bucket, String prefix) {
    cloud.s3().createBucket(r -> r.bucket(bucket));
    Path root = EXPORTS.resolve(export);
    for (Path file : files(root)) {
      String key = prefix + root.relativize(file);
      cloud.s3().putObject(r -> r.bucket(bucket).key(key), RequestBody.fromFile(file));
    }
  }

  private static List<Path> files(Path root) {
    try (var files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
