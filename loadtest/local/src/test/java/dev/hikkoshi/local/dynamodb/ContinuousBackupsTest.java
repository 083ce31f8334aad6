package dev.hikkoshi.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsStatus;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryDescription;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.TableNotFoundException;

class ContinuousBackupsTest {
  private static FrontFixture aws;

  @BeforeAll
  static void start() throws IOException {
    aws = FrontFixture.start();
  }

  @AfterAll
  static void stop() {
    aws.close();
  }

  @Test
  void isOffForANewTable() {
    aws.createTable("new-table");
    var backups =
        aws.dynamoDb()
            .describeContinuousBackups(d -> d.tableName("new-table"))
            .continuousBackupsDescription();
    assertThat(backups.continuousBackupsStatus()).isEqualTo(ContinuousBackupsStatus.ENABLED);
    assertThat(status("new-table")).isEqualTo(PointInTimeRecoveryStatus.DISABLED);
  }

  @Test
  void canBeSwitchedOnAndOff() {
    aws.createTable("on-and-off");
    aws.setRecovery("on-and-off", true);
    PointInTimeRecoveryDescription on = recovery("on-and-off");
    assertThat(on.pointInTimeRecoveryStatus()).isEqualTo(PointInTimeRecoveryStatus.ENABLED);
    assertThat(on.recoveryPeriodInDays()).isEqualTo(35);
    assertThat(on.earliestRestorableDateTime()).isBeforeOrEqualTo(on.latestRestorableDateTime());
    aws.setRecovery("on-and-off", false);
    assertThat(status("on-and-off")).isEqualTo(PointInTimeRecoveryStatus.DISABLED);
  }

  @Test
  void keepsItsBeginningWhenThePeriodChanges() {
    aws.createRecoverableTable("period");
    var before = recovery("period").earliestRestorableDateTime();
    aws.dynamoDb()
        .updateContinuousBackups(u ->
            u.tableName("period")
                .pointInTimeRecoverySpecification(
                    p -> p.pointInTimeRecoveryEnabled(true).recoveryPeriodInDays(7)));
    assertThat(recovery("period").recoveryPeriodInDays()).isEqualTo(7);
    assertThat(recovery("period").earliestRestorableDateTime()).isEqualTo(before);
  }

  @Test
  void refusesAPeriodOutOfRange() {
    aws.createTable("long-period");
    assertThatExceptionOfType(DynamoDbException.class)
        .isThrownBy(() ->
            aws.dynamoDb()
                .updateContinuousBackups(u ->
                    u.tableName("long-period")
                        .pointInTimeRecoverySpecification(
                            p -> p.pointInTimeRecoveryEnabled(true).recoveryPeriodInDays(36))))
        .satisfies(
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
  }

  @Test
  void knowsNoMissingTable() {
    assertThatExceptionOfType(TableNotFoundException.class)
        .isThrownBy(() -> aws.setRecovery("missing", true))
        .withMessageContaining("missing");
    assertThatExceptionOfType(TableNotFoundException.class).isThrownBy(() -> status("missing"));
  }

  @Test
  void endsWithItsTable() {
    aws.createRecoverableTable("made-anew");
    aws.dynamoDb().deleteTable(d -> d.tableName("made-anew"));
    aws.createTable("made-anew");
    assertThat(status("made-anew")).isEqualTo(PointInTimeRecoveryStatus.DISABLED);
  }

  private static PointInTimeRecoveryDescription recovery(String table) {
    return aws.dynamoDb()
        .describeContinuousBackups(d -> d.tableName(table))
        .continuousBackupsDescription()
        .pointInTimeRecoveryDescription();
  }

  private static PointInTimeRecoveryStatus status(String table) {
    return recovery(table).pointInTimeRecoveryStatus();
  }
}
