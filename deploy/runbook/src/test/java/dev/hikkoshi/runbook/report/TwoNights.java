package dev.hikkoshi.runbook.report;

import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.ExportFormat;
import dev.hikkoshi.common.ledger.ExportLoad;
import dev.hikkoshi.common.ledger.ExportView;
import dev.hikkoshi.common.ledger.InMemoryDynamoDb;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.RateSample;
import dev.hikkoshi.common.ledger.RateSample.Step;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.TableDestination;
import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.unit.UnitId;
import dev.hikkoshi.runbook.verify.VerificationResult;
import dev.hikkoshi.worker.report.ReportPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Two migrations that are over, as the ledger keeps them: `good` is exact, `bad` has a thousand
/// splits and hostile dead items. No fleet is there any more.
final class TwoNights {
  static final String HOSTILE = "</script><img src=http://evil.example/x onerror=alert(1)>";
  static final int SPLITS = 1_000;
  static final int DEAD = 130;

  private static final Instant BEGIN = Instant.parse("2026-11-21T00:00:00Z");
  private static final int ITEMS = 500;
  private static final int WORKERS = 3;

  private final Ledger ledger = InMemoryDynamoDb.ledger();

  TwoNights() {
    migration("good", 2);
    migration("bad", SPLITS);
    ledger
        .migrations()
        .verification(
            "good",
            new VerificationResult(
                    "all",
                    "users",
                    List.of("s3://exports/good/manifest-summary.json"),
                    64,
                    1_000,
                    1_000,
                    0,
                    0,
                    0,
                    "a1".repeat(32),
                    "a1".repeat(32),
                    BEGIN.plusSeconds(600).toString(),
                    BEGIN.plusSeconds(660).toString())
                .encode());
    for (int i = 0; i < DEAD; i++) {
      ledger
          .dead()
          .record(
              "bad",
              new DeadItem(
                  "s0/0", "{\"id\":{\"S\":\"" + HOSTILE + i + "\"}}", HOSTILE, "f.json.gz:" + i));
    }
    for (String name : List.of("good", "bad")) {
      for (int row = 0; row < 20; row++) {
        for (int worker = 0; worker < WORKERS; worker++) {
          ledger.samples().put(name, sample(row, "worker-" + worker));
        }
      }
      ledger
          .samples()
          .put(
              name,
              new RateSample(
                  "worker-0",
                  BEGIN.plusSeconds(610),
                  true,
                  List.of(new Step(20, 6000, 0, 9000, 0, 40, 0, 0, 1000, 0))));
    }
  }

  private static RateSample sample(int row, String worker) {
    var steps = new ArrayList<Step>();
    for (int i = 0; i < RateSample.MOST_STEPS; i++) {
      boolean refused = i % 5 == 0;
      steps.add(
          new Step(
              2,
              1_500,
              400 + 5 * row,
              600,
              refused ? 40 : 0,
              30,
              refused ? 2 : 0,
              i == 7 ? 1 : 0,
              600,
              refused ? 40 : 0));
    }
    return new RateSample(worker, BEGIN.plusSeconds(30L * row), false, steps);
  }

  private void migration(String name, int splits) {
    ledger
        .migrations()
        .create(
            new Migration(
                name,
                List.of(
                    new ExportLoad(
                        new S3Location("exports", name + "/manifest-summary.json"),
                        ExportFormat.DYNAMODB_JSON,
                        ExportView.ITEMS,
                        (long) splits * ITEMS,
                        false)),
                new TableDestination("users", KeySchema.of("id", KeyType.S)),
                null,
                null,
                null,
                1_500,
                1_500,
                4_000,
                6_000,
                VerifyMode.ALL,
                name.equals("good") ? MigrationState.COMPLETE : MigrationState.FAILED,
                2,
                splits,
                64,
                List.of(),
                BEGIN));
    for (int i = 0; i < splits; i++) {
      String id = "s" + i;
      var file = new ShardFile("AWSDynamoDB/x/data/file" + i + ".json.gz", ITEMS, "", "", 1, true);
      ledger.splits().plan(name, Split.planned(id, 0, "exports", List.of(file)));
      ledger.splits().closed(name, id, ITEMS, 0, 0, 200_000, 1);
      ledger
          .units()
          .settle(
              name,
              new UnitId(id, 0),
              new UnitTotals(ITEMS, 25, 3, 40, ITEMS, 0),
              BEGIN,
              BEGIN.plus(Duration.ofMinutes(10)));
    }
  }

  MigrationReport report(String name) {
    return MigrationReport.read(ledger, name, name + ".yaml").orElseThrow();
  }

  ReportPage page(String... names) {
    return new MigrationPage("1.2.3", BEGIN.plusSeconds(3_600), MigrationPage.ROWS)
        .of(List.of(names).stream().map(this::report).toList(), List.of());
  }
}
