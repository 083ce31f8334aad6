package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.StepRecord;
import dev.hikkoshi.common.ledger.StepRecord.Outcome;
import dev.hikkoshi.common.ledger.StepRows;
import dev.hikkoshi.runbook.cli.CommandException;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// Takes the steps of one run that are in its range and not done, and records each in the ledger
/// with begin, end and outcome. For one thread.
final class Steps {
  private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

  private final Services services;
  private final StepRows rows;
  private final String migration;
  private final StepRange range;
  private final RunningFleet fleet;
  private final Progress progress;

  Steps(
      Services services,
      String migration,
      StepRange range,
      RunningFleet fleet,
      Progress progress) {
    this.services = services;
    this.rows = services.ledger().steps();
    this.migration = migration;
    this.range = range;
    this.fleet = fleet;
    this.progress = progress;
  }

  /// Takes them in their order.
  ///
  /// @throws CommandException exit 3 if a step before the range is not done
  void take(List<StepTask> tasks) throws InterruptedException {
    for (StepTask task : tasks) {
      check(task, range, migration);
      if (range.holds(task.step()) && !task.needless().getAsBoolean()) {
        if (task.step().needsFleet()) {
          fleet.up();
        }
        take(task);
      }
    }
  }

  /// @throws CommandException exit 3 if the step is before the range and not done
  static void check(StepTask task, StepRange range, String migration) {
    if (range.isBefore(task.step()) && !task.done().getAsBoolean()) {
      throw CommandException.refused(
          "--from",
          "step '"
              + task.name()
              + "' of "
              + migration
              + " is not done, and what comes after builds on it: run from '"
              + task.step()
              + "', or without --from");
    }
  }

  private void take(StepTask task) throws InterruptedException {
    progress.say("step " + task.name() + ": " + task.step().does());
    StepRecord begun = rows.begin(migration, task.step().spelling(), task.load(), now());
    try {
      task.work().run();
    } catch (InterruptedException e) {
      tell(begun, Outcome.STOPPED, "interrupted");
      throw e;
    } catch (RuntimeException e) {
      tell(begun, Outcome.FAILED, String.valueOf(e.getMessage()));
      throw e;
    }
    rows.end(migration, begun, now(), Outcome.DONE, "");
  }

  /// What went wrong is thrown in any case.
  private void tell(StepRecord step, Outcome outcome, String message) {
    Uninterrupted.run(() -> {
      try {
        rows.end(migration, step, now(), outcome, message);
      } catch (SdkException e) {
        LOG.debug("The ledger could not be told that a step has ended", e);
      }
    });
  }

  private Instant now() {
    return services.time().clock().instant();
  }
}
