package dev.hikkoshi.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.common.aws.Account;
import dev.hikkoshi.common.aws.Clients;
import dev.hikkoshi.common.aws.CopyClients;
import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.aws.Topic;
import dev.hikkoshi.common.ledger.InMemoryDynamoDb;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.migration.Role;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.common.queue.QueueNames;
import dev.hikkoshi.common.queue.Queues;
import dev.hikkoshi.common.queue.WorkQueue;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.runbook.cli.CommandException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeContinuousBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeContinuousBackupsResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeExportRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeExportResponse;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeResponse;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.s3.S3Client;

/// However often it is interrupted, one export is made.
class ExportStepTest {
  private static final String TABLE = "arn:aws:dynamodb:eu-west-1:111122223333:table/users";
  private static final Source.Table SOURCE =
      new Source.Table(TABLE, new S3Location("exports", "/a/"), "444455556666", null);

  private final InMemoryDynamoDb table = new InMemoryDynamoDb();
  private final Ledger ledger = table.asLedger();
  private final FakeDynamoDb dynamoDb = new FakeDynamoDb();
  private final List<String> said = new ArrayList<>();

  /// How many waits it may take before somebody interrupts.
  private int patience = 100;

  private long now;

  private S3Location export() throws InterruptedException {
    return export(SOURCE);
  }

  private S3Location export(Source.Table source) throws InterruptedException {
    var services =
        new Services(
            new FakeClients(dynamoDb),
            ledger,
            new NoQueues(),
            new QueueNames("splits", "work", "retry", "dead"),
            new PassingTime(),
            (_, _) -> {
              throw new IllegalStateException("an export takes no capacity");
            });
    return new ExportStep(services, "m", source, new Told()).export();
  }

  @Test
  void whoIsInterruptedGoesOnWithTheSameExport() throws Exception {
    patience = 3;
    assertThatThrownBy(this::export).isInstanceOf(InterruptedException.class);
    patience = 100;
    dynamoDb.status = ExportStatus.COMPLETED;
    assertThat(export()).isEqualTo(new S3Location("exports", "a/AWSDynamoDB/1/manifest.json"));
    assertThat(dynamoDb.started).hasSize(1);
    assertThat(dynamoDb.started.getFirst().s3Prefix()).isEqualTo("a");
    assertThat(dynamoDb.started.getFirst().s3BucketOwner()).isEqualTo("444455556666");
    assertThat(said).contains("the export is arn:export/1", "goes on waiting for arn:export/1");
    // Complete is complete, whatever AWS still knows.
    dynamoDb.status = ExportStatus.FAILED;
    assertThat(export()).isEqualTo(new S3Location("exports", "a/AWSDynamoDB/1/manifest.json"));
  }

  /// Killed after AWS was asked and before its answer was recorded.
  @Test
  void whatIsAskedAgainIsTheSameToAws() throws Exception {
    dynamoDb.status = ExportStatus.COMPLETED;
    dynamoDb.afterStart =
        () -> {
          throw new IllegalStateException("killed");
        };
    assertThatThrownBy(this::export).isInstanceOf(IllegalStateException.class);
    dynamoDb.afterStart = () -> {};
    export();
    assertThat(dynamoDb.started).hasSize(2);
    assertThat(dynamoDb.started.get(0)).isEqualTo(dynamoDb.started.get(1));
    assertThat(dynamoDb.started.get(0).clientToken()).hasSize(36);
  }

  @Test
  void afterAFailureAnotherIsMade() throws Exception {
    dynamoDb.status = ExportStatus.FAILED;
    assertThatThrownBy(this::export)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("arn:export/1 has failed: S3AccessDenied: no; mend that")
        .extracting(e -> ((CommandException) e).exit())
        .isEqualTo(3);
    now += Duration.ofMinutes(1).toNanos();
    dynamoDb.status = ExportStatus.COMPLETED;
    assertThat(export().key()).contains("/2/");
    assertThat(dynamoDb.started.get(0).clientToken())
        .isNotEqualTo(dynamoDb.started.get(1).clientToken());
  }

  @Test
  void anOutageIsWaitedFor() throws Exception {
    dynamoDb.status = ExportStatus.COMPLETED;
    dynamoDb.outage = 2;
    assertThat(export().key()).contains("/1/");
    assertThat(said).anyMatch(line -> line.contains("AWS cannot be used, tries again"));
  }

  @Test
  void withoutRecoveryNothingIsAskedFor() {
    dynamoDb.recovery = PointInTimeRecoveryStatus.DISABLED;
    assertThatThrownBy(this::export)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("point-in-time recovery, which is off for " + TABLE);
    assertThat(dynamoDb.started).isEmpty();
  }

  @Test
  void anotherTableUnderTheNameIsRefused() throws Exception {
    dynamoDb.status = ExportStatus.COMPLETED;
    export();
    assertThatThrownBy(
            () -> export(new Source.Table(TABLE + "2", SOURCE.exportTo(), "444455556666", null)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("a migration named 'm' exports " + TABLE + " to s3://exports//a/");
  }

  /// Goes on only when somebody waits.
  private final class PassingTime implements Time {
    @Override
    public void sleep(Duration duration) throws InterruptedException {
      if (patience-- == 0) {
        throw new InterruptedException();
      }
      now += duration.toNanos();
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public Clock clock() {
      return Clock.fixed(Instant.EPOCH.plusNanos(now), ZoneOffset.UTC);
    }
  }

  private final class Told implements Progress {
    @Override
    public void step(String name, long total) {}

    @Override
    public void done(long done) {}

    @Override
    public void say(String line) {
      said.add(line);
    }

    @Override
    public void close() {}
  }

  /// Exports of a table, as far as the step asks for them. A client token known is the same export.
  private static final class FakeDynamoDb implements DynamoDbClient {
    final List<ExportTableToPointInTimeRequest> started = new ArrayList<>();
    ExportStatus status = ExportStatus.IN_PROGRESS;
    PointInTimeRecoveryStatus recovery = PointInTimeRecoveryStatus.ENABLED;
    Runnable afterStart = () -> {};
    int outage;

    @Override
    public DescribeContinuousBackupsResponse describeContinuousBackups(
        DescribeContinuousBackupsRequest request) {
      assertThat(request.tableName()).isEqualTo(TABLE);
      return DescribeContinuousBackupsResponse.builder()
          .continuousBackupsDescription(
              b -> b.pointInTimeRecoveryDescription(p -> p.pointInTimeRecoveryStatus(recovery)))
          .build();
    }

    @Override
    public ExportTableToPointInTimeResponse exportTableToPointInTime(
        ExportTableToPointInTimeRequest request) {
      started.add(request);
      afterStart.run();
      long tokens = started.stream().map(r -> r.clientToken()).distinct().count();
      return ExportTableToPointInTimeResponse.builder()
          .exportDescription(e -> e.exportArn("arn:export/" + tokens))
          .build();
    }

    @Override
    public DescribeExportResponse describeExport(DescribeExportRequest request) {
      if (outage-- > 0) {
        throw SdkClientException.create("down");
      }
      String number = request.exportArn().replace("arn:export/", "");
      return DescribeExportResponse.builder()
          .exportDescription(e ->
              e.exportStatus(status)
                  .failureCode("S3AccessDenied")
                  .failureMessage("no")
                  .exportManifest("a/AWSDynamoDB/" + number + "/manifest.json"))
          .build();
    }

    @Override
    public String serviceName() {
      return "dynamodb";
    }

    @Override
    public void close() {}
  }

  private record FakeClients(DynamoDbClient dynamoDb) implements Clients {
    @Override
    public Account as(@Nullable Role role) {
      return this;
    }

    @Override
    public S3Client s3() {
      return new S3Client() {
        @Override
        public String serviceName() {
          return "s3";
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public CopyClients copies() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Topic topic(String arn) {
      throw new UnsupportedOperationException();
    }

    @Override
    public RawDynamoDb rawDynamoDb() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isAws() {
      return false;
    }

    @Override
    public void close() {}
  }

  private static final class NoQueues implements Queues {
    @Override
    public WorkQueue open(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean exists(String name) {
      return false;
    }

    @Override
    public void create(String name) {}

    @Override
    public void close() {}
  }
}
