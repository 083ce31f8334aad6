package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.ledger.ExportView;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitState;
import dev.hikkoshi.common.unit.ScanSegment;
import dev.hikkoshi.common.unit.UnitId;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.runbook.PhaseUnits;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.cli.CommandException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Compares a whole destination with its source: scan units read the destination, digests are
/// compared, and where they differ the keys are found. Each verification is a phase of its own, so
/// that nothing of an earlier one counts.
public final class Verification {
  private static final long ITEMS_PER_SEGMENT = 5_000;
  private static final int MIN_SEGMENTS = 8;
  private static final int MAX_SEGMENTS = 1_024;

  private final Services services;
  private final Ledger ledger;
  private final Migration migration;
  private final Progress progress;
  private final Consumer<Difference> differences;
  private final int segments;

  /// @param differences told each key that differs
  public Verification(
      Services services, Migration migration, Progress progress, Consumer<Difference> differences) {
    this.services = services;
    this.ledger = services.ledger();
    this.migration = migration;
    this.progress = progress;
    this.differences = differences;
    this.segments =
        Math.clamp(migration.sourceItems() / ITEMS_PER_SEGMENT, MIN_SEGMENTS, MAX_SEGMENTS);
  }

  /// Compares everything. Leaves the migration in state `verifying`.
  public VerificationResult run() throws InterruptedException {
    TableDigest source = source();
    int phase = migration.phase() + 1;
    if (!ledger
        .migrations()
        .advance(migration.name(), migration.phase(), MigrationState.VERIFYING, services.id())) {
      throw CommandException.failed(
          "failed",
          migration.name(),
          "another run of " + migration.name() + " is under way; wait for it");
    }
    scan(phase);
    TableDigest destination = empty();
    complete(ledger.digests().addTo(destination, migration.name(), phase), segments);
    return compare(source, destination);
  }

  /// What all exports together make of an empty table.
  private TableDigest source() {
    TableDigest sum = empty();
    List<Split> splits = ledger.splits().all(migration.name());
    complete(splits.size(), migration.splits());
    for (int load = 0; load < migration.loads().size(); load++) {
      int phase = load;
      List<Split> read =
          splits.stream()
              .filter(split -> split.phase() == phase && split.state() == SplitState.CLOSED)
              .toList();
      long items = read.stream().mapToLong(Split::items).sum();
      if (items != migration.loads().get(load).items()) {
        throw CommandException.failed(
            "failed",
            migration.name(),
            "only "
                + items
                + " of "
                + migration.loads().get(load).items()
                + " items of the source were read: finish it with 'run' first");
      }
      TableDigest digest = empty();
      complete(ledger.digests().addTo(digest, migration.name(), load), read.size());
      if (migration.loads().get(load).view() == ExportView.ITEMS) {
        complete(digest.count(), items - read.stream().mapToLong(Split::unreadable).sum());
      }
      sum.merge(digest);
    }
    return sum;
  }

  private void complete(long found, long promised) {
    if (found != promised) {
      throw CommandException.failed(
          "failed",
          migration.name(),
          "the ledger is not complete, it holds "
              + found
              + " of "
              + promised
              + " parts of a digest: nothing can be said of "
              + migration.name());
    }
  }

  private TableDigest empty() {
    return new TableDigest(migration.buckets());
  }

  private void scan(int phase) throws InterruptedException {
    String split = Ledger.verificationUnits(phase);
    progress.step("reading the destination", segments);
    List<WorkMessage> units =
        IntStream.range(0, segments)
            .mapToObj(i ->
                new WorkMessage(
                    migration.name(),
                    new UnitId(split, i),
                    phase,
                    0,
                    new ScanSegment(migration.table(), i, segments)))
            .toList();
    new PhaseUnits(services, phase, migration.name(), progress).settle(units, 0, progress::done);
  }

  private VerificationResult compare(TableDigest source, TableDigest destination)
      throws InterruptedException {
    Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);
    if (!source.equals(destination)) {
      progress.step("finding the keys that differ", 0);
      try {
        new Differences(services, migration, source, destination)
            .find(difference -> {
              counts.merge(difference.kind(), 1L, Long::sum);
              differences.accept(difference);
            });
      } catch (IOException e) {
        throw CommandException.failed(
            "different",
            migration.name(),
            "source and destination differ, but the keys could not be found: " + e.getMessage());
      }
    }
    return new VerificationResult(
        source.count(),
        destination.count(),
        counts.getOrDefault(Difference.Kind.MISSING, 0L),
        counts.getOrDefault(Difference.Kind.EXTRA, 0L),
        counts.getOrDefault(Difference.Kind.DIFFERENT, 0L),
        source.fingerprint(),
        destination.fingerprint(),
        services.time().clock().instant().toString());
  }
}
