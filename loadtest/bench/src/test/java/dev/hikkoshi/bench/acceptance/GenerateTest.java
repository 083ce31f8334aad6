package dev.hikkoshi.bench.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.producer.export.ExportManifest;
import dev.hikkoshi.producer.export.ExportManifestReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// A source that `generate` writes is an export like AWS's.
class GenerateTest {
  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;

  @Test
  void hasTrueCountsAndChecksumsAndMovesExactly() throws Exception {
    cloud.s3().createBucket(r -> r.bucket("generate"));
    var generated =
        cloud.hikkoshi("generate", "--items", "1003", "--shards", "5", "--to", "s3://generate/a/b");
    assertThat(generated.exit()).as(generated.json().toString()).isZero();
    String export = generated.json().path("export").asText();
    assertThat(export).startsWith("s3://generate/a/b/AWSDynamoDB/");

    ExportManifest manifest =
        new ExportManifestReader(cloud.s3()).read(S3Location.parse(export), false);
    assertThat(manifest.itemCount()).isEqualTo(1_003);
    assertThat(manifest.unsound()).isEmpty();
    assertThat(manifest.files()).extracting(ExportManifest.DataFile::items).contains(201L, 200L);
    for (ExportManifest.DataFile file : manifest.files()) {
      assertThat(lines(file)).isEqualTo(file.items());
    }

    cloud.table("generated", "id", ScalarAttributeType.S);
    var run =
        cloud.hikkoshi(
            "run",
            "--fleet",
            "none",
            new MigrationFiles(folder).write("generate", export, "generated"));
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(run.json().path("exact").asBoolean()).isTrue();
    assertThat(run.json().path("written").asLong()).isEqualTo(1_003);
    assertThat(cloud.count("generated")).isEqualTo(1_003);
  }

  @Test
  void refusesWhatCannotBeWritten() {
    assertThat(cloud.hikkoshi("generate", "--items", "0", "--to", "s3://generate").exit())
        .isEqualTo(2);
    assertThat(cloud.hikkoshi("generate", "--items", "1", "--to", "/tmp").message())
        .contains("/tmp", "s3://bucket/prefix");
    var nowhere = cloud.hikkoshi("generate", "--items", "1", "--to", "s3://generate-no-such");
    assertThat(nowhere.exit()).isEqualTo(1);
    assertThat(nowhere.message()).contains("s3://generate-no-such");
  }

  /// The lines of a data file whose bytes are as the manifest says.
  private long lines(ExportManifest.DataFile file) throws Exception {
    try (var object = cloud.s3().getObject(r -> r.bucket("generate").key(file.key()))) {
      byte[] bytes = object.readAllBytes();
      assertThat(Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes)))
          .isEqualTo(file.md5());
      return lines(bytes);
    }
  }

  private static long lines(byte[] gzip) throws IOException {
    try (var lines = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return new String(lines.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.startsWith("{\"Item\":{\"id\":{\"S\":\""))
          .count();
    }
  }
}
