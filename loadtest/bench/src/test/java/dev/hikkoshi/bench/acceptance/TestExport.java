package dev.hikkoshi.bench.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/// A full export written line by line, so that a test can say exactly what is wrong with it. Layout
/// as AWS writes it.
final class TestExport {
  private static final String ID = "01700000000000-abcdef01";

  private final String bucket;
  private final List<List<String>> shards = new ArrayList<>();
  private String format = "DYNAMODB_JSON";

  /// @param bucket is created
  TestExport(String bucket) {
    this.bucket = bucket;
  }

  /// Says that its lines are ION: items are given as Ion then.
  TestExport ion() {
    format = "ION";
    return this;
  }

  /// Adds a shard of these items (DynamoDB JSON).
  TestExport shard(List<String> items) {
    shards.add(items);
    return this;
  }

  /// So many items `{"id":{"S":"<prefix><n>"},"n":{"N":"<n>"}}`, over so many shards.
  TestExport items(int count, int over) {
    for (int shard = 0; shard < over; shard++) {
      var items = new ArrayList<String>();
      for (int i = shard; i < count; i += over) {
        items.add(
            "{\"id\":{\"S\":\"k"
                + i
                + "\"},\"n\":{\"N\":\""
                + i
                + "\"},\"set\":{\"SS\":[\"a\",\"b\"]}}");
      }
      shards.add(items);
    }
    return this;
  }

  String folder() {
    return "AWSDynamoDB/" + ID + "/";
  }

  String location() {
    return "s3://" + bucket + "/" + folder();
  }

  String shardKey(int shard) {
    return folder() + "data/shard" + shard + ".json.gz";
  }

  /// Writes all of it.
  TestExport write() {
    Cloud.get().s3().createBucket(r -> r.bucket(bucket));
    return rewrite();
  }

  /// Writes all of it once more, after something was changed.
  TestExport rewrite() {
    var files = new StringBuilder();
    int items = 0;
    for (int i = 0; i < shards.size(); i++) {
      byte[] bytes = gzip(format.equals("ION") ? ionLines(shards.get(i)) : lines(shards.get(i)));
      put(shardKey(i), bytes);
      files.append(manifestLine(i, shards.get(i).size(), bytes));
      items += shards.get(i).size();
    }
    manifest("manifest-files", files.toString());
    manifest("manifest-summary", summary(items));
    return this;
  }

  /// Says in the manifests that every shard holds so many items, whatever it holds.
  TestExport promising(int items) {
    var files = new StringBuilder();
    for (int i = 0; i < shards.size(); i++) {
      files.append(manifestLine(i, items, bytes(shardKey(i))));
    }
    manifest("manifest-files", files.toString());
    manifest("manifest-summary", summary(items * shards.size()));
    return this;
  }

  String manifestLine(int shard, int items, byte[] bytes) {
    byte[] md5 = md5(bytes);
    return "{\"itemCount\":"
        + items
        + ",\"md5Checksum\":\""
        + Base64.getEncoder().encodeToString(md5)
        + "\",\"etag\":\""
        + HexFormat.of().formatHex(md5(md5))
        + "-1\",\"dataFileS3Key\":\""
        + shardKey(shard)
        + "\"}\n";
  }

  String summary(int items) {
    return "{\"version\":\"2020-06-30\",\"manifestFilesS3Key\":\""
        + folder()
        + "manifest-files.json\",\"itemCount\":"
        + items
        + ",\"exportTime\":\"2026-11-20T00:00:00Z\",\"outputFormat\":\""
        + format
        + "\",\"billedSizeBytes\":0,\"s3Prefix\":null}";
  }

  /// Writes `<name>.json` and its checksum.
  void manifest(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    put(folder() + name + ".json", bytes);
    put(folder() + name + ".md5", Base64.getEncoder().encode(md5(bytes)));
  }

  String text(String name) {
    return new String(bytes(folder() + name), StandardCharsets.UTF_8);
  }

  byte[] bytes(String key) {
    return Cloud.get().s3().getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray();
  }

  void put(String key, byte[] bytes) {
    Cloud.get().s3().putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
  }

  void delete(String key) {
    Cloud.get().s3().deleteObject(r -> r.bucket(bucket).key(key));
  }

  static String lines(List<String> items) {
    var lines = new StringBuilder();
    items.forEach(item -> lines.append("{\"Item\":").append(item).append("}\n"));
    return lines.toString();
  }

  private static String ionLines(List<String> items) {
    return items.stream()
        .map(item -> "$ion_1_0 {Item:" + item + "}\n")
        .collect(Collectors.joining(" "));
  }

  static byte[] gzip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
