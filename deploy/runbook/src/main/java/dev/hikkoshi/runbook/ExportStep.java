package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.SourceExport;
import dev.hikkoshi.common.ledger.SourceExportRows;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.runbook.cli.CommandException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ContinuousBackupsDescription;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;

/// Has DynamoDB export the source table, once, however often the run is interrupted: what is wanted
/// is in the ledger before it is asked for, and the client token follows from that, so that a
/// request repeated (within the eight hours for which AWS remembers tokens) starts no second
/// export.
final class ExportStep {
  private static final String SUBJECT = "source.table";
  private static final Duration FIRST_POLL = Duration.ofMillis(250);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

  private final Services services;
  private final String migration;
  private final Source.Table table;
  private final Progress progress;
  private final SourceExportRows exports;

  ExportStep(Services services, String migration, Source.Table table, Progress progress) {
    this.services = services;
    this.migration = migration;
    this.table = table;
    this.progress = progress;
    this.exports = services.ledger().exports();
  }

  /// The manifest of the migration's export, if it is complete.
  ///
  /// @throws CommandException exit 2 if it is an export of another table, or to another place
  Optional<S3Location> manifest() {
    return exports.find(migration).map(this::same).flatMap(e -> Optional.ofNullable(e.manifest()));
  }

  /// Exports the table, or goes on waiting for its export.
  ///
  /// @return the manifest
  /// @throws CommandException exit 3 if it cannot be exported, or the export fails
  S3Location export() throws InterruptedException {
    Optional<S3Location> done = manifest();
    return done.isPresent()
        ? done.get()
        : new Outages(services.time(), progress).through(migration, this::exported);
  }

  private S3Location exported() throws InterruptedException {
    progress.step("exporting " + table.arn() + " to " + table.exportTo(), 0);
    SourceExport export = exports.find(migration).map(this::same).orElse(null);
    if (export == null) {
      checkTable();
      export = same(exports.want(migration, wanted()));
    }
    String arn = export.arn();
    if (arn == null) {
      arn = start(export);
      exports.started(migration, export, arn);
      progress.say("the export is " + arn);
    } else {
      progress.say("goes on waiting for " + arn);
    }
    S3Location manifest = await(export, arn);
    exports.completed(migration, export, manifest);
    return manifest;
  }

  private SourceExport wanted() {
    return new SourceExport(
        table.arn(),
        table.exportTo(),
        services.time().clock().instant().truncatedTo(ChronoUnit.MILLIS),
        null,
        null);
  }

  private SourceExport same(SourceExport export) {
    if (!export.table().equals(table.arn()) || !export.to().equals(table.exportTo())) {
      throw CommandException.usage(
          "name",
          "a migration named '"
              + migration
              + "' exports "
              + export.table()
              + " to "
              + export.to()
              + " already; give this one another name");
    }
    return export;
  }

  private DynamoDbClient dynamoDb() {
    return services.clients().as(table.role()).dynamoDb();
  }

  /// What DynamoDB refuses is said at once; what it could not answer is tried again.
  private <T> T asked(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (DynamoDbException e) {
      if (e.statusCode() >= 500 || e.isThrottlingException()) {
        throw e;
      }
      throw refused(what + ": " + e.getMessage());
    }
  }

  private static CommandException refused(String message) {
    return CommandException.refused(SUBJECT, message + "; nothing was written");
  }

  private void checkTable() {
    checkRegion();
    ContinuousBackupsDescription backups =
        asked(
            "whether " + table.arn() + " has point-in-time recovery cannot be seen",
            () ->
                dynamoDb()
                    .describeContinuousBackups(r -> r.tableName(table.arn()))
                    .continuousBackupsDescription());
    var recovery = backups.pointInTimeRecoveryDescription();
    if (recovery == null
        || recovery.pointInTimeRecoveryStatus() != PointInTimeRecoveryStatus.ENABLED) {
      throw refused(
          "an export needs point-in-time recovery, which is off for "
              + table.arn()
              + ": enable it with 'aws dynamodb update-continuous-backups --table-name "
              + table.arn()
              + " --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true'");
    }
  }

  private void checkRegion() {
    String region = table.arn().split(":", -1)[3];
    if (services.clients().isAws()
        && !region.equals(dynamoDb().serviceClientConfiguration().region().id())) {
      throw refused(
          "table "
              + table.arn()
              + " is in another region than this runs in: export it there and give the export");
    }
  }

  private String start(SourceExport export) {
    var request =
        ExportTableToPointInTimeRequest.builder()
            .tableArn(table.arn())
            .s3Bucket(table.exportTo().bucket())
            .s3Prefix(prefix())
            .s3BucketOwner(table.bucketOwner())
            .clientToken(export.clientToken(migration))
            .build();
    return asked(
            "the export of " + table.arn() + " cannot be started",
            () -> dynamoDb().exportTableToPointInTime(request))
        .exportDescription()
        .exportArn();
  }

  /// Without slashes around it: AWS adds its own.
  private @Nullable String prefix() {
    String prefix = table.exportTo().key().replaceAll("^/+|/+$", "");
    return prefix.isEmpty() ? null : prefix;
  }

  private S3Location await(SourceExport export, String arn) throws InterruptedException {
    long begun = services.time().nanoTime();
    long lines = 0;
    for (Duration poll = FIRST_POLL; ; poll = longer(poll)) {
      ExportDescription now =
          asked(
              "export " + arn + " cannot be looked at",
              () -> dynamoDb().describeExport(r -> r.exportArn(arn)).exportDescription());
      if (now.exportStatus() == ExportStatus.COMPLETED) {
        return table.exportTo().withKey(now.exportManifest());
      }
      if (now.exportStatus() != ExportStatus.IN_PROGRESS) {
        exports.failed(migration, export);
        throw refused(
            "export "
                + arn
                + " has failed: "
                + now.failureCode()
                + ": "
                + now.failureMessage()
                + "; mend that and run again, which starts another");
      }
      services.time().sleep(poll);
      Duration waited = Duration.ofNanos(services.time().nanoTime() - begun);
      if (waited.dividedBy(BETWEEN_LINES) > lines) {
        lines = waited.dividedBy(BETWEEN_LINES);
        progress.say(
            "  the export is under way for " + lines + " min; AWS takes about 25 for any size");
      }
    }
  }

  private static Duration longer(Duration poll) {
    Duration longer = poll.multipliedBy(2);
    return longer.compareTo(LONGEST_POLL) < 0 ? longer : LONGEST_POLL;
  }
}
