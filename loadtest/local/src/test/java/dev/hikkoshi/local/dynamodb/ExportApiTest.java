package dev.hikkoshi.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExportConflictException;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportFormat;
import software.amazon.awssdk.services.dynamodb.model.ExportNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.ExportSummary;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest;
import software.amazon.awssdk.services.dynamodb.model.ExportType;
import software.amazon.awssdk.services.dynamodb.model.InvalidExportTimeException;
import software.amazon.awssdk.services.dynamodb.model.ListExportsResponse;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryUnavailableException;
import software.amazon.awssdk.services.dynamodb.model.TableNotFoundException;

class ExportApiTest {
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
  void needsPointInTimeRecovery() {
    String arn = aws.createTable("unrecoverable");
    assertThatExceptionOfType(PointInTimeRecoveryUnavailableException.class)
        .isThrownBy(() -> export(e -> e.tableArn(arn)))
        .withMessageContaining("Point in time recovery is not enabled for table 'unrecoverable'");
  }

  @Test
  void needsTheTable() {
    assertThatExceptionOfType(TableNotFoundException.class)
        .isThrownBy(() -> export(e -> e.tableArn("arn:aws:dynamodb:eu-central-2:1:table/missing")))
        .withMessageContaining("Table not found: missing");
  }

  @Test
  void knowsTheTableWhateverAccountItsArnNames() {
    aws.createRecoverableTable("any-account");
    ExportDescription export =
        export(e -> e.tableArn("arn:aws:dynamodb:eu-west-1:111122223333:table/any-account"));
    assertThat(aws.ended(export.exportArn()).exportStatus()).isEqualTo(ExportStatus.COMPLETED);
  }

  @Test
  void answersBeforeItIsDone() {
    String arn = aws.createRecoverableTable("in-progress");
    ExportDescription export = export(e -> e.tableArn(arn).s3Prefix("p").clientToken("t-1"));
    assertThat(export.exportStatus()).isEqualTo(ExportStatus.IN_PROGRESS);
    assertThat(export.tableArn()).isEqualTo(arn);
    assertThat(export.s3Bucket()).isEqualTo("exports");
    assertThat(export.s3Prefix()).isEqualTo("p");
    assertThat(export.clientToken()).isEqualTo("t-1");
    assertThat(export.exportFormat()).isEqualTo(ExportFormat.DYNAMODB_JSON);
    assertThat(export.exportType()).isEqualTo(ExportType.FULL_EXPORT);
    assertThat(export.exportManifest()).isNull();
    ExportDescription ended = aws.ended(export.exportArn());
    assertThat(ended.exportStatus()).isEqualTo(ExportStatus.COMPLETED);
    assertThat(ended.itemCount()).isZero();
    assertThat(ended.billedSizeBytes()).isZero();
    assertThat(ended.endTime()).isAfterOrEqualTo(ended.startTime());
  }

  @Test
  void failsWithoutTheBucket() {
    String arn = aws.createRecoverableTable("no-bucket");
    ExportDescription failed =
        aws.ended(export(e -> e.tableArn(arn).s3Bucket("there-is-none")).exportArn());
    assertThat(failed.exportStatus()).isEqualTo(ExportStatus.FAILED);
    assertThat(failed.failureCode()).isEqualTo("S3NoSuchBucket");
    assertThat(failed.failureMessage()).isEqualTo("The specified bucket does not exist");
    assertThat(failed.exportManifest()).isNull();
    aws.put("no-bucket", Map.of("id", AttributeValue.fromS("writes go on")));
  }

  @Test
  void refusesWhatItCannotExport() {
    String arn = aws.createRecoverableTable("not-yet");
    refuses(e -> e.tableArn(arn).exportType(ExportType.INCREMENTAL_EXPORT), "ExportFromTime");
    refuses(e -> e.tableArn(arn).exportFormat("CSV"), "exportFormat");
    refuses(e -> e.tableArn(arn).s3Bucket(null), "s3Bucket");
    assertThatExceptionOfType(InvalidExportTimeException.class)
        .isThrownBy(() -> export(e -> e.tableArn(arn).exportTime(Instant.EPOCH)));
  }

  @Test
  void startsOnlyOnceForAClientToken() {
    String arn = aws.createRecoverableTable("once");
    ExportDescription first = export(e -> e.tableArn(arn).clientToken("once"));
    ExportDescription again = export(e -> e.tableArn(arn).clientToken("once"));
    assertThat(again.exportArn()).isEqualTo(first.exportArn());
    assertThatExceptionOfType(ExportConflictException.class)
        .isThrownBy(() -> export(e -> e.tableArn(arn).clientToken("once").s3Prefix("other")));
    aws.put("once", Map.of("id", AttributeValue.fromS("writes go on")));
  }

  @Test
  void knowsNoMissingExport() {
    assertThatExceptionOfType(ExportNotFoundException.class)
        .isThrownBy(() -> aws.describe("arn:aws:dynamodb:ddblocal:0:table/t/export/1-2"));
  }

  @Test
  void listsExportsOfATablePageByPage() {
    String arn = aws.createRecoverableTable("listed");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      expected.add(export(e -> e.tableArn(arn)).exportArn());
    }
    List<String> listed = new ArrayList<>();
    for (ListExportsResponse page :
        aws.dynamoDb().listExportsPaginator(l -> l.tableArn(arn).maxResults(2))) {
      assertThat(page.exportSummaries()).hasSizeBetween(1, 2);
      page.exportSummaries().stream().map(ExportSummary::exportArn).forEach(listed::add);
    }
    assertThat(listed).isEqualTo(expected);
    assertThat(aws.dynamoDb().listExports(l -> {}).exportSummaries())
        .extracting(ExportSummary::exportArn)
        .containsAll(expected);
  }

  private static ExportDescription export(Consumer<ExportTableToPointInTimeRequest.Builder> what) {
    return aws.dynamoDb()
        .exportTableToPointInTime(e -> {
          e.s3Bucket("exports");
          what.accept(e);
        })
        .exportDescription();
  }

  private static void refuses(
      Consumer<ExportTableToPointInTimeRequest.Builder> what, String naming) {
    assertThatExceptionOfType(DynamoDbException.class)
        .isThrownBy(() -> export(what))
        .withMessageContaining(naming)
        .satisfies(
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
  }
}
