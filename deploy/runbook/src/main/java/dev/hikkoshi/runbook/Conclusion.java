package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.runbook.dead.DeadLocator;
import dev.hikkoshi.runbook.verify.Difference;
import dev.hikkoshi.runbook.verify.Mender;
import dev.hikkoshi.runbook.verify.ObjectMending;
import dev.hikkoshi.runbook.verify.ObjectRepair;
import dev.hikkoshi.runbook.verify.ObjectVerification;
import dev.hikkoshi.runbook.verify.Repair;
import dev.hikkoshi.runbook.verify.Verification;
import dev.hikkoshi.runbook.verify.VerificationResult;
import dev.hikkoshi.worker.copy.OpenUploads;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;

/// How a migration ends, and may end again: both sides are compared, what differs is mended if that
/// is wanted, and the ledger says whether all is there.
final class Conclusion {
  private final Services services;
  private final Ledger ledger;
  private final MigrationFile file;
  private final LedgerMigration own;
  private final Phases phases;
  private final Progress progress;
  private final Consumer<Difference> differences;
  private boolean finished;
  private Optional<VerificationResult> last = Optional.empty();

  /// @param differences told each key that differs, if the verification finds any
  Conclusion(
      Services services,
      MigrationFile file,
      LedgerMigration own,
      Phases phases,
      Progress progress,
      Consumer<Difference> differences) {
    this.services = services;
    this.ledger = services.ledger();
    this.file = file;
    this.own = own;
    this.phases = phases;
    this.progress = progress;
    this.differences = differences;
  }

  /// What this run has found, or else the last one that came to an end.
  Optional<VerificationResult> last() {
    if (finished) {
      return last;
    }
    return own.now().hasEnded()
        ? ledger.migrations().verification(own.name()).map(VerificationResult::decode)
        : Optional.empty();
  }

  /// Ends it as it was planned: with a comparison, or without one.
  void asPlanned() throws InterruptedException {
    VerifyMode mode = mode(VerifyOptions.AS_PLANNED);
    finish(
        mode == VerifyMode.NONE
            ? Optional.empty()
            : Optional.of(verification(VerifyOptions.AS_PLANNED, Optional.empty())));
  }

  /// Compares both sides, mends what differs if that is wanted, and ends.
  ///
  /// @return what was found last
  Optional<VerificationResult> compare(VerifyOptions how) throws InterruptedException {
    try (Mender repair =
        own.now().movesObjects()
            ? new ObjectRepair(services, own.now(), how.deleteExtra())
            : new Repair(how.deleteExtra())) {
      VerificationResult found = verification(how, Optional.of(repair));
      if (how.repair() && !found.exact()) {
        phases.open();
        long mended = repair.mend(services, own.now(), progress);
        progress.say(mended + " keys were mended; everything is compared again");
        phases.close();
        found = verification(how.again(), Optional.empty());
      }
      return finish(Optional.of(found));
    } catch (IOException e) {
      throw CommandException.failed(
          "failed", own.name(), "what differs could not be mended: " + e.getMessage());
    }
  }

  private VerifyMode mode(VerifyOptions how) {
    return how.mode().or(file::verify).orElseGet(() -> own.now().verify());
  }

  /// @param mender told what is found
  private VerificationResult verification(VerifyOptions how, Optional<Mender> mender)
      throws InterruptedException {
    file.readTarget().ifPresent(rate -> ledger.migrations().readTarget(own.name(), rate));
    Migration migration = own.now();
    // Asked for a comparison, a migration that wants none is compared as far as it can be.
    VerifyMode mode = mode(how) == VerifyMode.NONE ? migration.most() : mode(how);
    if (migration.movesObjects()) {
      var mending =
          mender.orElse(null) instanceof ObjectMending objects ? objects : ObjectMending.NONE;
      return new ObjectVerification(
              services, migration, mode, how.against(), progress, differences, mending)
          .run();
    }
    var told =
        mender.orElse(null) instanceof Repair repair ? differences.andThen(repair) : differences;
    return new Verification(services, migration, mode, how.against(), progress, told).run();
  }

  private Optional<VerificationResult> finish(Optional<VerificationResult> verification)
      throws InterruptedException {
    Migration migration = own.now();
    if (migration.movesObjects()) {
      abortUploads(migration);
    } else {
      new DeadLocator(ledger, services.source(migration).s3(), migration).locate();
    }
    boolean good =
        verification.map(VerificationResult::exact).orElse(true)
            && ledger.dead().all(own.name()).isEmpty();
    verification.ifPresent(v -> ledger.migrations().verification(own.name(), v.encode()));
    deletePayloads();
    if (!ledger
        .migrations()
        .state(
            own.name(),
            own.now().phase(),
            good ? MigrationState.COMPLETE : MigrationState.FAILED)) {
      throw Phases.overtaken(own.name());
    }
    if (good) {
      new OwnTable(services, own.now(), progress).finish();
    }
    finished = true;
    last = verification;
    return verification;
  }

  /// Nothing of it can be written any more.
  private void abortUploads(Migration migration) {
    int aborted =
        new OpenUploads(ledger, services.destination(migration).s3()).abortAll(migration.name());
    if (aborted > 0) {
      progress.say(aborted + " uploads that were left open are aborted");
    }
  }

  /// Every unit is settled: whatever message still comes is a copy, and needs its payload no more.
  private void deletePayloads() {
    try {
      services.payloads().delete(own.name());
    } catch (SdkException e) {
      progress.say(
          "what is left in "
              + services.payloads().location(own.name())
              + " could not be deleted, delete it yourself: "
              + e.getMessage());
    }
  }
}
