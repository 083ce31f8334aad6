package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// Everything at once that an export may look like: written under a prefix into a bucket encrypted
/// with a key of KMS, copied to another bucket under another prefix, with empty shards, shards of
/// several gzip members, and ETags that prove nothing.
class ExportFormsTest {
  private static final int PART = 5 << 20;
  private static final String NAME = Cloud.named("export-forms");
  private static final String COPIES = Cloud.named("export-forms-copied");

  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;

  @Test
  void anExportIsMovedWhateverItLooksLike() throws IOException {
    var export =
        new TestExport(NAME)
            .shard(List.of())
            .shard(List.of(item(1), item(2), item(3)))
            .shard(List.of(item(4)))
            .write();
    assertThat(export.bytes(export.shardKey(0))).hasSize(20);
    var members = new ByteArrayOutputStream();
    for (List<String> items :
        List.of(List.of(item(1), item(2)), List.<String>of(), List.of(item(3)))) {
      members.write(TestExport.gzip(TestExport.lines(items)));
    }
    var large = new ByteArrayOutputStream();
    large.write(stored(" ".repeat(PART + 1) + "\n"));
    large.write(TestExport.gzip(TestExport.lines(List.of(item(4)))));
    List<byte[]> shards =
        List.of(export.bytes(export.shardKey(0)), members.toByteArray(), large.toByteArray());
    int[] items = {0, 3, 1};
    var files = new StringBuilder();
    for (int i = 0; i < shards.size(); i++) {
      export.put(export.shardKey(i), shards.get(i));
      files.append(export.manifestLine(i, items[i], shards.get(i)));
    }
    String written = export.folder();
    export.manifest("manifest-files", files.toString().replace(written, "first/" + written));
    export.manifest(
        "manifest-summary",
        export
            .summary(4)
            .replace(written, "first/" + written)
            .replace(
                "\"s3Prefix\":null",
                "\"s3Prefix\":\"first\",\"s3SseAlgorithm\":\"KMS\",\"s3SseKmsKeyId\":\"arn:aws:kms:r:1:key/k\""));
    String location = copy(export);

    cloud.table(NAME, "id", ScalarAttributeType.S);
    String file = new MigrationFiles(folder).write(NAME, location, NAME);
    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(run.json().path("exact").asBoolean()).isTrue();
    assertThat(run.json().path("written").asInt()).isEqualTo(4);
    assertThat(cloud.count(NAME)).isEqualTo(4);
  }

  private static String item(int id) {
    return "{\"id\":{\"S\":\"k" + id + "\"}}";
  }

  /// A gzip member that is as large as its text.
  private static byte[] stored(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(Deflater.NO_COMPRESSION);
          }
        }) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /// Copies all of it, large files in parts; the first export's bucket is emptied.
  private String copy(TestExport export) {
    var s3 = cloud.s3();
    s3.createBucket(r -> r.bucket(COPIES));
    for (var object : s3.listObjectsV2(r -> r.bucket(NAME)).contents()) {
      byte[] bytes = export.bytes(object.key());
      String key = "copied/here/" + object.key();
      if (bytes.length > PART) {
        upload(key, bytes);
      } else {
        s3.putObject(r -> r.bucket(COPIES).key(key), RequestBody.fromBytes(bytes));
      }
      export.delete(object.key());
    }
    return "s3://" + COPIES + "/copied/here/" + export.folder();
  }

  private void upload(String key, byte[] bytes) {
    var s3 = cloud.s3();
    String upload = s3.createMultipartUpload(r -> r.bucket(COPIES).key(key)).uploadId();
    CompletedPart first = part(key, upload, 1, Arrays.copyOf(bytes, PART));
    CompletedPart rest = part(key, upload, 2, Arrays.copyOfRange(bytes, PART, bytes.length));
    String etag =
        s3.completeMultipartUpload(r ->
                r.bucket(COPIES)
                    .key(key)
                    .uploadId(upload)
                    .multipartUpload(m -> m.parts(first, rest)))
            .eTag();
    assertThat(etag).endsWith("-2\"");
  }

  private CompletedPart part(String key, String upload, int number, byte[] bytes) {
    String etag =
        cloud
            .s3()
            .uploadPart(
                r -> r.bucket(COPIES).key(key).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(bytes))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }
}
