package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitProgress;
import dev.hikkoshi.common.ledger.SplitState;
import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.queue.WorkQueue;
import dev.hikkoshi.producer.SplitMessage;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.worker.fleet.Membership;
import dev.hikkoshi.worker.pace.FleetShare;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Waits until every split of a load is closed, the work queue empty, and every unit settled, and
/// sends again what was lost on the way.
final class Drain {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /// A worker that has not beaten for so long is not counted.
  private static final Duration ALIVE = FleetShare.LAPSE;

  private final Ledger ledger;
  private final Services services;
  private final Migration migration;
  private final Progress progress;
  private final FleetWatch fleetWatch;
  private final UnitMeter meter;
  private final Map<String, SplitProgress> finished = new HashMap<>();
  private UnitTotals totals = UnitTotals.NONE;

  /// @param fleetWatch is shown the fleet now and then
  Drain(Services services, Migration migration, Progress progress, FleetWatch fleetWatch) {
    this.services = services;
    this.ledger = services.ledger();
    this.migration = migration;
    this.progress = progress;
    this.fleetWatch = fleetWatch;
    this.meter = new UnitMeter(services.ledger().units(), migration.name());
  }

  /// Waits until that step is done: `produce` when every split is closed, `drain` when nothing is
  /// left on the work queue, `retry` when every unit is settled.
  void await(Step step) throws InterruptedException {
    progress.step(what(), migration.loads().get(migration.phase()).items());
    try (WorkQueue splitsQueue = services.queues().open(services.names().splits());
        WorkQueue work = services.queues().open(services.names().work());
        WorkQueue retry = services.queues().open(services.names().retry())) {
      var patience = new Patience(List.of(splitsQueue, work, retry));
      boolean draining = false;
      while (true) {
        long polled = services.time().nanoTime();
        List<Split> splits = ledger.splits().all(migration.name(), migration.phase());
        failed(splits);
        if (!draining && splits.stream().allMatch(split -> split.state() == SplitState.CLOSED)) {
          draining = true;
          ledger.migrations().state(migration.name(), migration.phase(), MigrationState.DRAINING);
        }
        fleetWatch.look(ledger.fleet().all(Membership.ROLE), services.time().nanoTime());
        long items = written(splits);
        Optional<Migration> now = ledger.migrations().find(migration.name());
        now.ifPresent(this::tell);
        progress.done(items);
        if (draining && isDone(step, finished.size() == splits.size(), work)) {
          return;
        }
        if (now.map(Migration::phase).orElse(-1) != migration.phase()) {
          throw Phases.overtaken(migration.name());
        }
        if (patience.exhausted(items + finished.size(), services.time().nanoTime())) {
          again(splits, splitsQueue);
        }
        services.time().sleep(pause(services.time().nanoTime() - polled));
      }
    }
  }

  private String what() {
    return migration.loads().size() == 1
        ? migration.movesObjects() ? "copying objects" : "moving items"
        : "moving export " + (migration.phase() + 1) + " of " + migration.loads().size();
  }

  private static boolean isDone(Step step, boolean allSettled, WorkQueue work) {
    return step == Step.PRODUCE || allSettled || (step == Step.DRAIN && work.depth().total() == 0);
  }

  /// Looking takes at most a tenth of the time, as long as it takes a second: what took longer did
  /// so because it is large, or because one request of it hung, and nobody is to wait for that ten
  /// times over.
  private static Duration pause(long pollNanos) {
    return Duration.ofNanos(Math.clamp(9 * pollNanos, POLL.toNanos(), LONGEST_PAUSE.toNanos()));
  }

  private void tell(Migration now) {
    progress.numbers(Numbers.of(now, totals, fleetWatch.alive(ALIVE, services.time().nanoTime())));
  }

  private long written(List<Split> splits) {
    long items = 0;
    totals = UnitTotals.NONE;
    for (Split split : splits) {
      SplitProgress now = finished.get(split.id());
      if (now == null) {
        now = meter.measure(split);
        if (split.state() == SplitState.CLOSED && now.settled() >= split.units()) {
          finished.put(split.id(), now);
        }
      }
      items += split.done(now.totals().items());
      totals = totals.plus(now.totals());
    }
    return items;
  }

  /// Units that are done are done: sending them again changes nothing. Nothing in the ledger
  /// changes either, because another runbook may have gone on meanwhile: a producer drops what is
  /// of an earlier phase.
  private void again(List<Split> splits, WorkQueue queue) {
    for (Split split : splits) {
      if (!finished.containsKey(split.id())) {
        progress.say(
            "the queues are empty, but split " + split.id() + " is not finished: it is sent again");
        queue.send(
            new SplitMessage(migration.name(), split.id(), SplitMessage.Task.RESEND).encode(),
            Duration.ZERO);
      }
    }
  }

  private void failed(List<Split> splits) {
    for (Split split : splits) {
      if (split.state() == SplitState.FAILED) {
        // Its units are over: whatever is still queued is dropped.
        ledger
            .migrations()
            .advance(migration.name(), migration.phase(), MigrationState.FAILED, services.id());
      }
    }
    refuseFailed(splits);
  }

  /// @throws CommandException exit 1 if a split turned out wrong while it was read
  static void refuseFailed(List<Split> splits) {
    for (Split split : splits) {
      if (split.state() == SplitState.FAILED) {
        throw CommandException.failed("failed", split.subject(), split.problem());
      }
    }
  }
}
