package dev.hikkoshi.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;

class ExportTest {
  private static final String ID = "\\d{14}-[0-9a-f]{8}";
  private static final String DATA_FILE = "data/[a-z2-7]{26}\\.json\\.gz";
  private static FrontFixture aws;

  @BeforeAll
  static void start() throws IOException {
    aws = FrontFixture.start();
    aws.s3().createBucket(b -> b.bucket("exports"));
  }

  @AfterAll
  static void stop() {
    aws.close();
  }

  @Test
  void holdsEveryAttributeType() throws IOException {
    String arn = aws.createRecoverableTable("all-types");
    aws.put("all-types", allTypes());
    JsonNode summary = reader().summary(export(arn, "types").exportManifest());
    assertThat(reader().items(summary))
        .containsExactly(
            new ObjectMapper()
                .readTree(
                    """
                    {"id":{"S":"ü/😀 \\"\\\\\\u0001"},"s":{"S":""},"n":{"N":"-1.5"},
                     "b":{"B":"aGVsbG8="},"bool":{"BOOL":false},"null":{"NULL":true},
                     "ss":{"SS":["x"]},"ns":{"NS":["3"]},"bs":{"BS":["YQ=="]},
                     "l":{"L":[{"N":"1"},{"L":[]}]},"m":{"M":{"M":{"S":"N"},"e":{"M":{}}}}}
                    """));
  }

  @Test
  void holdsATableOfManySegments() throws IOException {
    String arn = aws.createRecoverableTable("many-segments");
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      items.add(item("key-" + i, "x".repeat(600)));
    }
    aws.fill("many-segments", items);
    ExportDescription export = export(arn, "segments");
    JsonNode summary = reader().summary(export.exportManifest());
    assertThat(export.itemCount()).isEqualTo(5_000);
    assertThat(reader().items(summary))
        .extracting(item -> item.path("id").path("S").asText())
        .doesNotHaveDuplicates()
        .hasSize(5_000);
    assertThat(reader().files(summary))
        .hasSize(6)
        .filteredOn(file -> file.path("itemCount").intValue() > 0)
        .hasSize(5);
  }

  @Test
  void holdsLargeItems() throws IOException {
    String arn = aws.createRecoverableTable("large-items");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ids.add("large-" + i);
      aws.put("large-items", item("large-" + i, "x".repeat(399_000)));
    }
    JsonNode summary = reader().summary(export(arn, "large").exportManifest());
    assertThat(reader().items(summary))
        .allSatisfy(item -> assertThat(item.path("v").path("S").asText()).hasSize(399_000))
        .extracting(item -> item.path("id").path("S").asText())
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void describesItselfInTheManifest() {
    String arn = aws.createRecoverableTable("described");
    aws.put("described", item("a", "b"));
    ExportDescription export = export(arn, "described");
    JsonNode summary = reader().summary(export.exportManifest());
    assertThat(summary.fieldNames())
        .toIterable()
        .containsExactly(
            "version",
            "exportArn",
            "startTime",
            "endTime",
            "tableArn",
            "tableId",
            "exportTime",
            "s3Bucket",
            "s3Prefix",
            "s3SseAlgorithm",
            "s3SseKmsKeyId",
            "manifestFilesS3Key",
            "billedSizeBytes",
            "itemCount",
            "outputFormat");
    assertThat(summary.path("version").asText()).isEqualTo("2020-06-30");
    assertThat(summary.path("exportArn").asText())
        .isEqualTo(export.exportArn())
        .matches("\\Q" + arn + "\\E/export/" + ID);
    assertThat(summary.path("tableArn").asText()).isEqualTo(arn);
    assertThat(summary.path("tableId").asText()).isEqualTo(export.tableId());
    assertThat(Instant.parse(summary.path("exportTime").asText())).isEqualTo(export.exportTime());
    assertThat(summary.path("s3Prefix").asText()).isEqualTo("described");
    assertThat(summary.path("s3SseAlgorithm").asText()).isEqualTo("AES256");
    assertThat(summary.path("s3SseKmsKeyId").isNull()).isTrue();
    assertThat(summary.path("outputFormat").asText()).isEqualTo("DYNAMODB_JSON");
    assertThat(reader().files(summary).getFirst().fieldNames())
        .toIterable()
        .containsExactly("itemCount", "md5Checksum", "etag", "dataFileS3Key");
  }

  @Test
  void laysItsFilesAsAwsDoes() {
    aws.s3().createBucket(b -> b.bucket("layout"));
    String arn = aws.createRecoverableTable("laid-out");
    aws.put("laid-out", item("a", "b"));
    String export =
        aws.dynamoDb()
            .exportTableToPointInTime(e -> e.tableArn(arn).s3Bucket("layout"))
            .exportDescription()
            .exportArn();
    aws.ended(export);
    String folder = "AWSDynamoDB/" + export.substring(export.lastIndexOf('/') + 1) + "/";
    ExportReader reader = new ExportReader(aws.s3(), "layout");
    List<String> keys = reader.keys();
    assertThat(keys).allSatisfy(key -> assertThat(key).startsWith(folder));
    assertThat(keys.stream().map(key -> key.substring(folder.length())))
        .contains(
            "_started",
            "manifest-files.json",
            "manifest-files.md5",
            "manifest-summary.json",
            "manifest-summary.md5")
        .filteredOn(key -> key.matches(DATA_FILE))
        .hasSize(4);
    assertThat(keys).hasSize(9);
    JsonNode summary = reader.summary(folder + "manifest-summary.json");
    assertThat(summary.path("s3Prefix").isNull()).isTrue();
    assertThat(reader.files(summary))
        .filteredOn(file -> file.path("itemCount").intValue() == 0)
        .hasSize(3)
        .allSatisfy(
            file -> assertThat(reader.bytes(file.path("dataFileS3Key").asText())).hasSize(20))
        .allSatisfy(file ->
            assertThat(file.path("etag").asText()).isEqualTo("7deb4078f238dd87d6af0538152c04e9-1"));
  }

  @Test
  void isOfTheMomentOfTheCall() throws IOException {
    String arn = aws.createRecoverableTable("moment");
    List<Map<String, AttributeValue>> before = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      before.add(item("before-" + i, "x".repeat(500)));
    }
    aws.fill("moment", before);
    String export =
        aws.dynamoDb()
            .exportTableToPointInTime(e -> e.tableArn(arn).s3Bucket("exports").s3Prefix("moment"))
            .exportDescription()
            .exportArn();
    for (int i = 0; i < 50; i++) {
      aws.put("moment", item("after-" + i, "y"));
    }
    JsonNode summary = reader().summary(aws.ended(export).exportManifest());
    assertThat(reader().items(summary))
        .extracting(item -> item.path("id").path("S").asText())
        .hasSize(3_000)
        .allSatisfy(id -> assertThat(id).startsWith("before-"));
  }

  private static ExportDescription export(String tableArn, String prefix) {
    String arn =
        aws.dynamoDb()
            .exportTableToPointInTime(
                e -> e.tableArn(tableArn).s3Bucket("exports").s3Prefix(prefix))
            .exportDescription()
            .exportArn();
    ExportDescription ended = aws.ended(arn);
    assertThat(ended.exportStatus()).isEqualTo(ExportStatus.COMPLETED);
    return ended;
  }

  private static ExportReader reader() {
    return new ExportReader(aws.s3(), "exports");
  }

  private static Map<String, AttributeValue> item(String id, String value) {
    return Map.of("id", AttributeValue.fromS(id), "v", AttributeValue.fromS(value));
  }

  private static Map<String, AttributeValue> allTypes() {
    return Map.ofEntries(
        Map.entry("id", AttributeValue.fromS("ü/😀 \"\\\u0001")),
        Map.entry("s", AttributeValue.fromS("")),
        Map.entry("n", AttributeValue.fromN("-1.5")),
        Map.entry("b", AttributeValue.fromB(SdkBytes.fromUtf8String("hello"))),
        Map.entry("bool", AttributeValue.fromBool(false)),
        Map.entry("null", AttributeValue.fromNul(true)),
        Map.entry("ss", AttributeValue.fromSs(List.of("x"))),
        Map.entry("ns", AttributeValue.fromNs(List.of("3"))),
        Map.entry("bs", AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("a")))),
        Map.entry(
            "l",
            AttributeValue.fromL(
                List.of(AttributeValue.fromN("1"), AttributeValue.fromL(List.of())))),
        Map.entry(
            "m",
            AttributeValue.fromM(
                Map.of("M", AttributeValue.fromS("N"), "e", AttributeValue.fromM(Map.of())))));
  }
}
