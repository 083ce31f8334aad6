package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Reads an export the way an importer must: from the summary on, checking everything it promises.
final class ExportReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final S3Client s3;
  private final String bucket;

  ExportReader(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  JsonNode summary(String key) {
    return document(key, key.replace(".json", ".md5"));
  }

  /// The lines of the manifest of files.
  List<JsonNode> files(JsonNode summary) {
    String key = summary.path("manifestFilesS3Key").asText();
    byte[] manifest = bytes(key);
    assertThat(text(key.replace(".json", ".md5"))).isEqualTo(base64Md5(manifest));
    assertThat(new String(manifest, UTF_8)).endsWith("\n");
    return new String(manifest, UTF_8).lines().map(ExportReader::parse).toList();
  }

  /// The items of all data files.
  List<JsonNode> items(JsonNode summary) throws IOException {
    return lines(summary).stream().map(line -> parse(line).path("Item")).toList();
  }

  /// The lines of all data files.
  List<String> lines(JsonNode summary) throws IOException {
    List<String> lines = new ArrayList<>();
    for (JsonNode file : files(summary)) {
      lines.addAll(lines(file.path("dataFileS3Key").asText(), file));
    }
    assertThat(lines).hasSize(summary.path("itemCount").intValue());
    return lines;
  }

  List<String> keys() {
    return s3.listObjectsV2(l -> l.bucket(bucket)).contents().stream().map(S3Object::key).toList();
  }

  byte[] bytes(String key) {
    return s3.getObjectAsBytes(g -> g.bucket(bucket).key(key)).asByteArray();
  }

  private List<String> lines(String key, JsonNode file) throws IOException {
    byte[] content = bytes(key);
    assertThat(file.path("md5Checksum").asText()).isEqualTo(base64Md5(content));
    assertThat(file.path("etag").asText())
        .isEqualTo(eTag(key))
        .isEqualTo("%032x-1".formatted(new BigInteger(1, md5(md5(content)))));
    try (var lines = new GZIPInputStream(new ByteArrayInputStream(content))) {
      List<String> items = new String(lines.readAllBytes(), UTF_8).lines().toList();
      assertThat(items).hasSize(file.path("itemCount").intValue());
      return items;
    }
  }

  private JsonNode document(String key, String md5Key) {
    byte[] content = bytes(key);
    assertThat(text(md5Key)).isEqualTo(base64Md5(content));
    return parse(new String(content, UTF_8));
  }

  private String text(String key) {
    return new String(bytes(key), UTF_8);
  }

  private String eTag(String key) {
    return s3.headObject(h -> h.bucket(bucket).key(key)).eTag().replace("\"", "");
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  private static String base64Md5(byte[] content) {
    return Base64.getEncoder().encodeToString(md5(content));
  }

  private static byte[] md5(byte[] content) {
    try {
      return MessageDigest.getInstance("MD5").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
