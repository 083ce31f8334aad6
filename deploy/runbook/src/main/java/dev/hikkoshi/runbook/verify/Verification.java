package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.cli.CommandException;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Compares a destination with its source: digests first, and where they differ the keys are found.
/// Each verification is a phase of its own, so that nothing of an earlier one counts.
public final class Verification {
  private final Services services;
  private final Migration migration;
  private final VerifyMode mode;
  private final Optional<S3Location> against;
  private final Progress progress;
  private final Consumer<Difference> differences;

  /// @param mode what counts
  /// @param against an export of the destination to read instead of the table
  /// @param differences told each key that differs
  public Verification(
      Services services,
      Migration migration,
      VerifyMode mode,
      Optional<S3Location> against,
      Progress progress,
      Consumer<Difference> differences) {
    this.services = services;
    this.migration = migration;
    this.mode = mode;
    this.against = against;
    this.progress = progress;
    this.differences = differences;
  }

  /// Compares both. Leaves the migration in state `verifying`.
  ///
  /// @throws CommandException if one of them cannot be read
  public VerificationResult run() throws InterruptedException {
    Instant began = services.time().clock().instant();
    try {
      TableDigest source = new EndState(services, migration, progress).digest();
      if (!services
          .ledger()
          .migrations()
          .advance(migration.name(), migration.phase(), MigrationState.VERIFYING, services.id())) {
        throw CommandException.failed(
            "failed",
            migration.name(),
            "another run of " + migration.name() + " is under way; wait for it");
      }
      Destination destination = destination();
      TableDigest found = destination.digest();
      Map<Difference.Kind, Long> counts = compare(source, destination, found);
      return new VerificationResult(
          mode.spelling(),
          destination.name(),
          migration.loads().stream().map(load -> load.manifest().toString()).toList(),
          migration.buckets(),
          source.count(),
          found.count(),
          counts.getOrDefault(Difference.Kind.MISSING, 0L),
          counts.getOrDefault(Difference.Kind.EXTRA, 0L),
          counts.getOrDefault(Difference.Kind.DIFFERENT, 0L),
          source.fingerprint(),
          found.fingerprint(),
          began.toString(),
          services.time().clock().instant().toString());
    } catch (IOException e) {
      throw CommandException.failed(
          "failed", migration.name(), "the source cannot be read again: " + e.getMessage());
    }
  }

  private Destination destination() throws InterruptedException {
    Migration now = services.ledger().migrations().find(migration.name()).orElseThrow();
    return against.isPresent()
        ? ExportedTable.open(services, now, against.get(), progress)
        : new ScannedTable(services, now, progress);
  }

  private Map<Difference.Kind, Long> compare(
      TableDigest source, Destination destination, TableDigest found) throws InterruptedException {
    Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);
    if (!source.equals(found)) {
      progress.step("finding the keys that differ", 0);
      try {
        new Differences(
                new Source(services, migration), destination, migration, mode, source, found)
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
    return counts;
  }

  /// @throws CommandException unless as many parts of a digest were found as were recorded
  static void complete(Migration migration, long found, long promised) {
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
}
