package dev.hikkoshi.runbook.report;

import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitProgress;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.verify.VerificationResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All that a page says of one migration.
///
/// @param file the migration file, for the commands named on the page
/// @param migration nothing of a comparison of what was never migrated
/// @param splits each with how far it is
/// @param dead items that can never be written
public record MigrationReport(
    String file,
    MigrationResult result,
    Optional<Migration> migration,
    List<SplitLine> splits,
    List<DeadItem> dead,
    RateTimeline rates) {

  /// How far a split is.
  record SplitLine(Split split, SplitProgress progress) {
    boolean isDone() {
      return switch (split.state()) {
        case CLOSED -> progress.settled() >= split.units();
        case PLANNED, CHECKED, REFUSED, FAILED -> false;
      };
    }
  }

  /// Reads where a migration stands.
  ///
  /// @return nothing if the ledger knows none of that name
  public static Optional<MigrationReport> read(Ledger ledger, String name, String file) {
    return ledger
        .migrations()
        .find(name)
        .map(migration -> {
          Optional<VerificationResult> verification =
              ledger.migrations().verification(name).map(VerificationResult::decode);
          var splits = new ArrayList<SplitLine>();
          MigrationResult result =
              MigrationResult.of(
                  ledger,
                  migration,
                  verification,
                  Duration.ZERO,
                  (split, progress) -> splits.add(new SplitLine(split, progress)));
          return of(ledger, result, file, splits);
        });
  }

  /// What belongs to a result.
  public static MigrationReport of(Ledger ledger, MigrationResult result, String file) {
    String name = result.migration();
    var splits =
        ledger.splits().all(name).stream()
            .map(split ->
                new SplitLine(split, ledger.units().progress(name, split.id(), split.knownUnits())))
            .toList();
    return of(ledger, result, file, splits);
  }

  private static MigrationReport of(
      Ledger ledger, MigrationResult result, String file, List<SplitLine> splits) {
    String name = result.migration();
    var rates = new RateTimeline();
    ledger.samples().all(name, rates::add);
    return new MigrationReport(
        file, result, ledger.migrations().find(name), splits, ledger.dead().all(name), rates);
  }

  /// What all its units took.
  SplitProgress writing() {
    return splits.stream().map(SplitLine::progress).reduce(SplitProgress.NONE, SplitProgress::plus);
  }
}
