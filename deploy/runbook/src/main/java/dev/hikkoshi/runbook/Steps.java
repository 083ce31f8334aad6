package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.StepRecord;
import dev.hikkoshi.common.ledger.StepRecord.Outcome;
import dev.hikkoshi.common.ledger.StepRows;
import dev.hikkoshi.runbook.cli.CommandException;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// Takes the steps of one run that are in its range and not done, and records each in the ledger
/// with begin, end and outcome. For one thread.
public final class Steps {
  private static final Logger LOG = LoggerFactory.getLogger(Steps.class);

  private final Services services;
  private final String migration;
  private final StepRange range;
  private final RunningFleet fleet;
  private final Progress progress;

  Steps(
      Services services, String migration, StepRange range, RunningFleet fleet, Progress progress) {
    this.services = services;
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
    recorded(services, migration, task.step(), task.load(), task.work());
  }

  /// Takes a step outside the order, and records it.
  public static void recorded(
      Services services, String migration, Step step, Progress progress, StepWork work)
      throws InterruptedException {
    progress.say("step " + step + ": " + step.does());
    recorded(services, migration, step, 0, work);
  }

  private static void recorded(
      Services services, String migration, Step step, int load, StepWork work)
      throws InterruptedException {
    StepRows rows = services.ledger().steps();
    Clock clock = services.time().clock();
    StepRecord begun = rows.begin(migration, step.spelling(), load, clock.instant());
    try {
      work.run();
    } catch (InterruptedException | RuntimeException e) {
      // A call of an interrupted thread fails in its own way.
      boolean stopped = e instanceof InterruptedException || Thread.currentThread().isInterrupted();
      Outcome outcome = stopped ? Outcome.STOPPED : Outcome.FAILED;
      String why = stopped ? "interrupted" : String.valueOf(e.getMessage());
      tell(() -> rows.end(migration, begun, clock.instant(), outcome, why));
      throw e;
    }
    rows.end(migration, begun, clock.instant(), Outcome.DONE, "");
  }

  /// What went wrong is thrown in any case.
  private static void tell(Runnable end) {
    Uninterrupted.run(() -> {
      try {
        end.run();
      } catch (SdkException e) {
        LOG.debug("The ledger could not be told that a step has ended", e);
      }
    });
  }
}
