package dev.hikkoshi.runbook.preflight;

import static dev.hikkoshi.runbook.preflight.Tried.number;

import dev.hikkoshi.common.aws.Account;
import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.ledger.ExportView;
import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.producer.export.ExportManifest;
import dev.hikkoshi.producer.export.ExportManifestReader;
import dev.hikkoshi.producer.export.ExportWindows;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.runbook.DestinationTable;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.plan.ItemSample;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryStatus;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// A table's source and destination.
final class TableChecks {
  private static final String SOURCE = "source";
  private static final String PITR = "point-in-time recovery";
  private static final String DESTINATION = "destination table";
  private static final String KEY = "key schema";
  private static final String CAPACITY = "capacity";
  private static final String QUOTA = "quota";

  private final Services services;
  private final MigrationFile file;
  private final List<Check> checks;
  private final Tried tried;
  private final List<ExportManifest> manifests = new ArrayList<>();
  private @Nullable TableDescription sourceTable;

  TableChecks(Services services, MigrationFile file, List<Check> checks) {
    this.services = services;
    this.file = file;
    this.checks = checks;
    this.tried = new Tried(checks);
  }

  void source(Account account) {
    if (file.source() instanceof Source.Exports(var locations, _)) {
      locations.forEach(at -> {
        try {
          manifest(new ExportManifestReader(account.s3()).read(at, false));
        } catch (UnsoundSourceException e) {
          checks.add(
              Check.wrong(
                  SOURCE,
                  String.valueOf(e.getMessage()),
                  "give an export that is whole, and let it be read"));
        } catch (SdkException e) {
          checks.add(Tried.failed(SOURCE, "s3:GetObject", at.toString(), e));
        }
      });
      windows();
    } else if (file.source() instanceof Source.Table table) {
      export(account, table);
    }
  }

  private void manifest(ExportManifest manifest) {
    manifests.add(manifest);
    checks.add(
        manifest.listedItems() == manifest.itemCount()
            ? Check.ok(
                SOURCE,
                number(manifest.itemCount())
                    + " items in "
                    + manifest.files().size()
                    + " files, "
                    + manifest.summary())
            : Check.wrong(
                SOURCE,
                manifest.summary()
                    + " promises "
                    + manifest.itemCount()
                    + " items, its files hold "
                    + manifest.listedItems(),
                "copy or export it again: a manifest is cut or changed"));
  }

  private void windows() {
    try {
      if (manifests.size() > 1) {
        ExportWindows.check(manifests, false);
        checks.add(Check.ok("export windows", "they join"));
      }
    } catch (RuntimeException e) {
      checks.add(
          Check.wrong(
              "export windows", String.valueOf(e.getMessage()), "give exports whose windows join"));
    }
  }

  private void export(Account account, Source.Table table) {
    DynamoDbClient client = account.dynamoDb();
    try {
      sourceTable = client.describeTable(r -> r.tableName(table.arn())).table();
      checks.add(
          Check.ok("source table", table.arn() + " is " + sourceTable.tableStatusAsString()));
    } catch (ResourceNotFoundException e) {
      checks.add(
          Check.wrong("source table", "no such table: " + table.arn(), "check 'source.table'"));
      return;
    } catch (SdkException e) {
      checks.add(Tried.failed("source table", "dynamodb:DescribeTable", table.arn(), e));
    }
    recovery(client, table);
    // No table can be exported as it will be in an hour.
    tried.call(
        "export",
        "dynamodb:ExportTableToPointInTime",
        table.arn(),
        Set.of("InvalidExportTimeException", "PointInTimeRecoveryUnavailableException"),
        () ->
            client.exportTableToPointInTime(r ->
                r.tableArn(table.arn())
                    .s3Bucket(table.exportTo().bucket())
                    .exportTime(services.time().clock().instant().plus(Duration.ofHours(1)))));
    new BucketTries(account.s3(), checks)
        .write("export bucket", table.exportTo().bucket(), table.exportTo().key());
  }

  private void recovery(DynamoDbClient client, Source.Table table) {
    try {
      var recovery =
          client
              .describeContinuousBackups(r -> r.tableName(table.arn()))
              .continuousBackupsDescription()
              .pointInTimeRecoveryDescription();
      checks.add(
          recovery != null
                  && recovery.pointInTimeRecoveryStatus() == PointInTimeRecoveryStatus.ENABLED
              ? Check.ok(PITR, "it is on for " + table.arn())
              : Check.wrong(
                  PITR,
                  "it is off for " + table.arn() + ", and an export needs it",
                  "aws dynamodb update-continuous-backups --table-name "
                      + table.arn()
                      + " --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true"));
    } catch (SdkException e) {
      checks.add(Tried.failed(PITR, "dynamodb:DescribeContinuousBackups", table.arn(), e));
    }
  }

  /// @param source null if its role cannot be assumed
  void destination(Account account, @Nullable Account source) {
    DynamoDbClient client = account.dynamoDb();
    quota(client);
    Optional<TableDescription> found;
    try {
      found = Optional.of(client.describeTable(r -> r.tableName(file.table())).table());
    } catch (ResourceNotFoundException e) {
      missing(source);
      return;
    } catch (SdkException e) {
      checks.add(Tried.failed(DESTINATION, "dynamodb:DescribeTable", file.table(), e));
      return;
    }
    TableDescription table = found.get();
    checks.add(
        table.tableStatus() == TableStatus.ACTIVE || table.tableStatus() == TableStatus.UPDATING
            ? Check.ok(DESTINATION, file.table() + " is " + table.tableStatusAsString())
            : Check.wrong(
                DESTINATION,
                file.table() + " is " + table.tableStatusAsString(),
                "wait until it is ACTIVE"));
    permissions(client);
    capacity(table);
    key(DestinationTable.like(table, file.table()).key(), source);
  }

  private void missing(@Nullable Account source) {
    if (file.toTable().create() == Destination.Create.NEVER) {
      checks.add(
          Check.wrong(
              DESTINATION,
              "no such table: " + file.table(),
              "create it with the source's key schema, or say 'create: like-source'"));
      return;
    }
    checks.add(Check.ok(DESTINATION, file.table() + " is missing: 'run' makes it like its source"));
    String arn =
        file.source() instanceof Source.Table table
            ? table.arn()
            : manifests.isEmpty() ? null : manifests.getFirst().tableArn();
    if (arn == null) {
      checks.add(
          Check.wrong(
              "create like source",
              "no manifest says which table was exported",
              "create " + file.table() + " first"));
    } else if (source != null) {
      likeSource(source.dynamoDb(), arn);
    }
  }

  private void likeSource(DynamoDbClient client, String arn) {
    String name = "create like source";
    tried.call(
        name,
        "dynamodb:DescribeTable",
        arn,
        Set.of(),
        () -> client.describeTable(r -> r.tableName(arn)));
    tried.call(
        name,
        "dynamodb:DescribeTimeToLive",
        arn,
        Set.of(),
        () -> client.describeTimeToLive(r -> r.tableName(arn)));
    tried.call(
        name,
        "dynamodb:ListTagsOfResource",
        arn,
        Set.of(),
        () -> client.listTagsOfResource(r -> r.resourceArn(arn)));
  }

  /// A delete of a key without attributes is no request that could ever be carried out.
  private void permissions(DynamoDbClient client) {
    String table = file.table();
    tried.call(
        "destination write",
        "dynamodb:BatchWriteItem",
        table,
        Set.of("ValidationException"),
        () ->
            client.batchWriteItem(r ->
                r.requestItems(
                    Map.of(
                        table,
                        List.of(
                            WriteRequest.builder().deleteRequest(d -> d.key(Map.of())).build())))));
    tried.call(
        "destination read",
        "dynamodb:Scan",
        table,
        Set.of(),
        () -> client.scan(r -> r.tableName(table).limit(1)));
  }

  private void capacity(TableDescription table) {
    boolean onDemand =
        table.billingModeSummary() != null
            && table.billingModeSummary().billingMode() == BillingMode.PAY_PER_REQUEST;
    var limit = table.onDemandThroughput();
    double most =
        !onDemand
            ? table.provisionedThroughput().writeCapacityUnits()
            : limit != null
                    && limit.maxWriteRequestUnits() != null
                    && limit.maxWriteRequestUnits() > 0
                ? limit.maxWriteRequestUnits()
                : Double.POSITIVE_INFINITY;
    double atOnce = DestinationTable.like(table, file.table()).startRate();
    if (most >= file.target()) {
      checks.add(
          Check.ok(
              CAPACITY,
              file.table()
                  + " takes "
                  + number(atOnce)
                  + " write units per second at once"
                  + (atOnce < file.target()
                      ? " and grows toward the target of "
                          + number(file.target())
                          + "; 'hikkoshi plan' says how long that takes"
                      : "")));
    } else {
      checks.add(
          Check.wrong(
              CAPACITY,
              file.table()
                  + " takes at most "
                  + number(most)
                  + " write units per second, the target is "
                  + number(file.target()),
              onDemand
                  ? "raise its maximum throughput, or lower 'target'"
                  : "raise its provisioned capacity, make it on demand, or lower 'target'"));
    }
  }

  private void quota(DynamoDbClient client) {
    try {
      Long most = client.describeLimits().tableMaxWriteCapacityUnits();
      checks.add(
          most == null || most < 1 || file.target() <= most
              ? Check.ok(
                  QUOTA,
                  number(most == null ? 0L : most.longValue())
                      + " write units per second and table")
              : Check.wrong(
                  QUOTA,
                  "the account's quota is "
                      + number(most.longValue())
                      + " write units per second and table, the target is "
                      + number(file.target()),
                  "have the quota 'Table-level write throughput limit' raised, or lower 'target'"));
    } catch (SdkException e) {
      // A run does not need to see it.
      checks.add(Check.ok(QUOTA, "it cannot be seen: " + e.getMessage()));
    }
  }

  private void key(KeySchema key, @Nullable Account source) {
    Optional<String> misfit = Optional.empty();
    try {
      if (sourceTable != null) {
        KeySchema other = DestinationTable.like(sourceTable, file.table()).key();
        misfit = other.equals(key) ? Optional.empty() : Optional.of("the source's is " + other);
      } else if (source != null && !manifests.isEmpty()) {
        var sample = new ItemSample(source.s3(), key);
        for (ExportManifest manifest : manifests) {
          sample.add(manifest);
        }
        if (sample.lines() == 0 && sample.unreadable() > 0) {
          misfit = Optional.of("no line of the export fits it: " + sample.reason());
        }
      } else {
        return; // there is nothing to compare it with
      }
    } catch (IOException e) {
      checks.add(
          Check.wrong(SOURCE, "it cannot be read: " + e.getMessage(), "copy or export it again"));
      return;
    } catch (UnsoundSourceException e) {
      checks.add(
          Check.wrong(
              SOURCE,
              String.valueOf(e.getMessage()),
              "copy or export it again, and let it be read"));
      return;
    }
    checks.add(
        misfit
            .map(what ->
                Check.wrong(
                    KEY,
                    "table "
                        + file.table()
                        + " has another key than its source: "
                        + key
                        + ", and "
                        + what,
                    "create the table with the source's key schema"))
            .orElseGet(() -> Check.ok(KEY, "key " + key.partition().name() + " fits")));
    if (!manifests.isEmpty() && manifests.getFirst().view() != ExportView.ITEMS) {
      checks.add(
          Check.ok("export kind", "incremental: what the table holds is changed, not replaced"));
    }
  }
}
