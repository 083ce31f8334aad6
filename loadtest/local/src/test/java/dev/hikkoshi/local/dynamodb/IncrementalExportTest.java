package dev.hikkoshi.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportFormat;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.ExportType;
import software.amazon.awssdk.services.dynamodb.model.ExportViewType;
import software.amazon.awssdk.services.dynamodb.model.InvalidExportTimeException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class IncrementalExportTest {
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
  void tellsWhatEveryKindOfWriteDid() throws IOException {
    String table = "every-kind";
    String arn = aws.createRecoverableTable(table);
    for (String id : List.of("put", "updated", "deleted", "batch-deleted", "moved", "untouched")) {
      aws.put(table, item(id, "old"));
    }
    Instant from = full(arn);
    aws.put(table, item("put", "new"));
    aws.put(table, item("added", "first"));
    aws.put(table, item("added", "new"));
    update(table, "updated", "new");
    update(table, "made-by-update", "new");
    delete(table, "deleted");
    delete(table, "never-there");
    aws.dynamoDb()
        .batchWriteItem(b ->
            b.requestItems(
                Map.of(
                    table,
                    List.of(
                        WriteRequest.builder()
                            .putRequest(p -> p.item(item("batch-put", "new")))
                            .build(),
                        WriteRequest.builder()
                            .deleteRequest(d -> d.key(key("batch-deleted")))
                            .build()))));
    aws.dynamoDb()
        .transactWriteItems(t ->
            t.transactItems(
                TransactWriteItem.builder()
                    .put(p -> p.tableName(table).item(item("transacted", "new")))
                    .build(),
                TransactWriteItem.builder()
                    .delete(d -> d.tableName(table).key(key("moved")))
                    .build()));
    aws.put(table, item("here-and-gone", "x"));
    delete(table, "here-and-gone");
    assertThatExceptionOfType(ConditionalCheckFailedException.class)
        .isThrownBy(() ->
            aws.dynamoDb()
                .putItem(p ->
                    p.tableName(table)
                        .item(item("untouched", "new"))
                        .conditionExpression("attribute_not_exists(id)")));
    ExportDescription export = incremental(arn, from, null, ExportViewType.NEW_AND_OLD_IMAGES);
    assertThat(changes(export))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "put", "old > new",
                "added", "- > new",
                "updated", "old > new",
                "made-by-update", "- > new",
                "deleted", "old > -",
                "batch-put", "- > new",
                "batch-deleted", "old > -",
                "transacted", "- > new",
                "moved", "old > -"));
    assertThat(changes(incremental(arn, from, null, ExportViewType.NEW_IMAGE)))
        .containsEntry("put", "- > new")
        .containsEntry("deleted", "- > -")
        .hasSize(9);
  }

  @Test
  void windowsJoinWithoutGapOrOverlap() throws IOException {
    String arn = aws.createRecoverableTable("windows");
    aws.put("windows", item("a", "0"));
    Instant t0 = full(arn);
    aws.put("windows", item("a", "1"));
    ExportDescription first = incremental(arn, t0, null, ExportViewType.NEW_AND_OLD_IMAGES);
    aws.put("windows", item("a", "2"));
    Instant t1 = first.incrementalExportSpecification().exportToTime();
    ExportDescription second = incremental(arn, t1, null, ExportViewType.NEW_AND_OLD_IMAGES);
    Instant t2 = second.incrementalExportSpecification().exportToTime();
    assertThat(changes(first)).containsExactly(Map.entry("a", "0 > 1"));
    assertThat(changes(second)).containsExactly(Map.entry("a", "1 > 2"));
    assertThat(changes(incremental(arn, t0, t2, ExportViewType.NEW_AND_OLD_IMAGES)))
        .containsExactly(Map.entry("a", "0 > 2"));
    assertThat(changes(incremental(arn, t0, t1, ExportViewType.NEW_AND_OLD_IMAGES)))
        .containsExactly(Map.entry("a", "0 > 1"));
    refused(arn, t1, t0);
    refused(arn, t0.minusSeconds(60), t1);
    refused(arn, t0, Instant.now().plusSeconds(60));
  }

  @Test
  void isLaidAsAwsDoes() {
    String arn = aws.createRecoverableTable("layout");
    Instant from = full(arn);
    aws.put("layout", item("a", "1"));
    ExportDescription export = incremental(arn, from, null, ExportViewType.NEW_IMAGE);
    assertThat(export.exportType()).isEqualTo(ExportType.INCREMENTAL_EXPORT);
    assertThat(export.exportTime()).isNull();
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
            "exportFromTime",
            "exportToTime",
            "s3Bucket",
            "s3Prefix",
            "s3SseAlgorithm",
            "s3SseKmsKeyId",
            "manifestFilesS3Key",
            "billedSizeBytes",
            "itemCount",
            "outputFormat",
            "outputView",
            "exportType");
    assertThat(summary.path("version").asText()).isEqualTo("2023-08-01");
    assertThat(summary.path("outputView").asText()).isEqualTo("NEW_IMAGE");
    assertThat(Instant.parse(summary.path("exportFromTime").asText())).isEqualTo(from);
    assertThat(reader().files(summary))
        .hasSize(4)
        .allSatisfy(file ->
            assertThat(file.path("dataFileS3Key").asText())
                .matches("changes/AWSDynamoDB/data/[a-z2-7]{26}\\.json\\.gz"));
  }

  @Test
  void ionSaysTheSame() throws IOException {
    String arn = aws.createRecoverableTable("ion");
    aws.put("ion", item("a", "é\n\""));
    ExportDescription full =
        export(
            aws.dynamoDb()
                .exportTableToPointInTime(
                    e -> e.tableArn(arn).s3Bucket("exports").exportFormat(ExportFormat.ION))
                .exportDescription()
                .exportArn());
    assertThat(full.exportFormat()).isEqualTo(ExportFormat.ION);
    JsonNode summary = reader().summary(full.exportManifest());
    assertThat(summary.path("outputFormat").asText()).isEqualTo("ION");
    assertThat(reader().lines(summary))
        .singleElement()
        .isIn(
            "$ion_1_0 {Item:{id:\"a\",v:\"é\\n\\\"\"}}",
            "$ion_1_0 {Item:{v:\"é\\n\\\"\",id:\"a\"}}");
    for (int i = 0; i < 20; i++) {
      aws.put("ion", item("b" + i, "x"));
    }
    String arnOfChanges =
        aws.dynamoDb()
            .exportTableToPointInTime(e ->
                e.tableArn(arn)
                    .s3Bucket("exports")
                    .exportFormat(ExportFormat.ION)
                    .exportType(ExportType.INCREMENTAL_EXPORT)
                    .incrementalExportSpecification(s -> s.exportFromTime(full.exportTime())))
            .exportDescription()
            .exportArn();
    summary = reader().summary(export(arnOfChanges).exportManifest());
    assertThat(reader().lines(summary))
        .hasSize(20)
        .allMatch(line -> line.matches(" ?\\$ion_1_0 \\{Record:\\{Metadata:\\{Wr.*"))
        .filteredOn(line -> line.startsWith(" "))
        .hasSizeBetween(16, 19);
    assertThat(reader().files(summary).getFirst().path("dataFileS3Key").asText())
        .endsWith(".ion.gz");
  }

  @Test
  void knowsNothingOfPartiQl() {
    String arn = aws.createRecoverableTable("partiql");
    Instant from = full(arn);
    aws.dynamoDb().executeStatement(s -> s.statement("INSERT INTO \"partiql\" VALUE {'id': 'a'}"));
    assertThatExceptionOfType(InvalidExportTimeException.class)
        .isThrownBy(() -> incremental(arn, from, null, ExportViewType.NEW_IMAGE))
        .withMessageContaining("PartiQL");
  }

  private static Instant full(String arn) {
    return export(
            aws.dynamoDb()
                .exportTableToPointInTime(e -> e.tableArn(arn).s3Bucket("exports"))
                .exportDescription()
                .exportArn())
        .exportTime();
  }

  private static ExportDescription incremental(
      String arn, Instant from, @Nullable Instant to, ExportViewType view) {
    return export(
        aws.dynamoDb()
            .exportTableToPointInTime(e ->
                e.tableArn(arn)
                    .s3Bucket("exports")
                    .s3Prefix("changes")
                    .exportType(ExportType.INCREMENTAL_EXPORT)
                    .incrementalExportSpecification(
                        s -> s.exportFromTime(from).exportToTime(to).exportViewType(view)))
            .exportDescription()
            .exportArn());
  }

  private static void refused(String arn, Instant from, Instant to) {
    assertThatExceptionOfType(InvalidExportTimeException.class)
        .isThrownBy(() -> incremental(arn, from, to, ExportViewType.NEW_AND_OLD_IMAGES));
  }

  private static ExportDescription export(String arn) {
    ExportDescription ended = aws.ended(arn);
    assertThat(ended.exportStatus()).isEqualTo(ExportStatus.COMPLETED);
    return ended;
  }

  /// `old > new` by key.
  private static Map<String, String> changes(ExportDescription export) throws IOException {
    Map<String, String> changes = new TreeMap<>();
    for (String text : reader().lines(reader().summary(export.exportManifest()))) {
      JsonNode line = parse(text);
      String id = line.path("Keys").path("id").path("S").asText();
      assertThat(line.path("Keys").size()).isEqualTo(1);
      assertThat(line.path("Metadata").path("WriteTimestampMicros").path("N").asText())
          .matches("\\d{16}");
      String was = line.path("OldImage").path("v").path("S").asText("-");
      String is = line.path("NewImage").path("v").path("S").asText("-");
      assertThat(changes.put(id, was + " > " + is)).isNull();
    }
    return changes;
  }

  private static JsonNode parse(String line) throws JsonProcessingException {
    return new ObjectMapper().readTree(line);
  }

  private static ExportReader reader() {
    return new ExportReader(aws.s3(), "exports");
  }

  private static void update(String table, String id, String value) {
    aws.dynamoDb()
        .updateItem(u ->
            u.tableName(table)
                .key(key(id))
                .updateExpression("SET v = :v")
                .expressionAttributeValues(Map.of(":v", AttributeValue.fromS(value))));
  }

  private static void delete(String table, String id) {
    aws.dynamoDb().deleteItem(d -> d.tableName(table).key(key(id)));
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("id", AttributeValue.fromS(id));
  }

  private static Map<String, AttributeValue> item(String id, String value) {
    return Map.of("id", AttributeValue.fromS(id), "v", AttributeValue.fromS(value));
  }
}
