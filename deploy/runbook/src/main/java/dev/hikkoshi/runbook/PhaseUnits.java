package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.queue.WorkQueue;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WorkMessageCodec;
import dev.hikkoshi.runbook.cli.CommandException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/// Units that the runbook itself sends: sees them through.
public final class PhaseUnits {
  private static final Duration POLL = Duration.ofMillis(300);

  private final Services services;
  private final Ledger ledger;
  private final int phase;
  private final String migration;
  private final Progress progress;

  /// @param phase the units', which the migration is in
  public PhaseUnits(Services services, int phase, String migration, Progress progress) {
    this.services = services;
    this.ledger = services.ledger();
    this.phase = phase;
    this.migration = migration;
    this.progress = progress;
  }

  /// Sends units of one split name, whose numbers follow each other, and waits until all that were
  /// ever sent under that name are settled; sends them again if they were lost.
  ///
  /// @param before units that were settled under that name before
  /// @param done told how many units are settled
  /// @throws CommandException if the migration goes on to another phase meanwhile
  public void settle(List<WorkMessage> units, int before, LongConsumer done)
      throws InterruptedException {
    if (units.isEmpty()) {
      return;
    }
    int promised = before + units.size();
    String split = units.getFirst().unit().split();
    try (WorkQueue work = services.queues().open(services.names().work());
        WorkQueue retry = services.queues().open(services.names().retry())) {
      var patience = new Patience(List.of(work, retry));
      send(work, units);
      while (true) {
        long settled = ledger.units().progress(migration, split, promised).settled();
        done.accept(settled);
        if (settled >= promised) {
          return;
        }
        stillOurs();
        if (patience.exhausted(settled, services.time().nanoTime())) {
          progress.say("the queues are empty, but not all units are settled: they are sent again");
          send(work, units);
        }
        services.time().sleep(POLL);
      }
    }
  }

  private static void send(WorkQueue work, List<WorkMessage> units) {
    units.forEach(
        unit -> work.send(unit.migration(), WorkMessageCodec.encode(unit), Duration.ZERO));
  }

  private void stillOurs() {
    if (ledger.migrations().find(migration).map(Migration::phase).orElse(-1) != phase) {
      throw CommandException.failed(
          "failed", migration, "another command has gone on with " + migration + "; wait for it");
    }
  }
}
