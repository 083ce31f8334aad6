package dev.hikkoshi.bench.acceptance;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import software.amazon.awssdk.core.sync.RequestBody;

/// An incremental export, with both images, that follows a [TestExport] of [TestExport#items]: odd
/// ones get a negative `n`, even ones are deleted. Layout as AWS writes it: its data file lies in
/// the folder that all incremental exports share.
final class TestIncrement {
  private static final String FOLDER = "AWSDynamoDB/01700000000001-abcdef02/";
  private static final String DATA = "AWSDynamoDB/data/abcdefghijklmnopqrstuvwx.json.gz";

  private final String bucket;
  private String from = "2026-11-20T00:00:00Z";

  /// @param bucket is created
  TestIncrement(String bucket) {
    this.bucket = bucket;
  }

  /// Says when its window begins.
  TestIncrement from(String time) {
    from = time;
    return this;
  }

  /// Writes it and returns its location.
  String write(int items) {
    Cloud.get().s3().createBucket(r -> r.bucket(bucket));
    var lines = new StringBuilder();
    for (int i = 0; i < items; i++) {
      lines
          .append("{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1790000000000000\"}},")
          .append("\"Keys\":{\"id\":{\"S\":\"k" + i + "\"}},")
          .append("\"OldImage\":" + item(i, Integer.toString(i)));
      if (i % 2 == 1) {
        lines.append(",\"NewImage\":" + item(i, Integer.toString(-i)));
      }
      lines.append("}\n");
    }
    byte[] bytes = TestExport.gzip(lines.toString());
    put(DATA, bytes);
    byte[] md5 = TestExport.md5(bytes);
    manifest(
        "manifest-files",
        "{\"itemCount\":"
            + items
            + ",\"md5Checksum\":\""
            + Base64.getEncoder().encodeToString(md5)
            + "\",\"etag\":\""
            + HexFormat.of().formatHex(TestExport.md5(md5))
            + "-1\",\"dataFileS3Key\":\""
            + DATA
            + "\"}\n");
    manifest(
        "manifest-summary",
        "{\"version\":\"2023-08-01\",\"manifestFilesS3Key\":\""
            + FOLDER
            + "manifest-files.json\",\"itemCount\":"
            + items
            + ",\"outputFormat\":\"DYNAMODB_JSON\",\"outputView\":\"NEW_AND_OLD_IMAGES\","
            + "\"exportType\":\"INCREMENTAL_EXPORT\",\"exportFromTime\":\""
            + from
            + "\","
            + "\"exportToTime\":\"2026-11-21T00:00:00Z\",\"s3Prefix\":null}");
    return "s3://" + bucket + "/" + FOLDER;
  }

  private static String item(int i, String n) {
    return "{\"id\":{\"S\":\"k"
        + i
        + "\"},\"n\":{\"N\":\""
        + n
        + "\"},\"set\":{\"SS\":[\"a\",\"b\"]}}";
  }

  private void manifest(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    put(FOLDER + name + ".json", bytes);
    put(FOLDER + name + ".md5", Base64.getEncoder().encode(TestExport.md5(bytes)));
  }

  private void put(String key, byte[] bytes) {
    Cloud.get().s3().putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
  }
}
