package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitState;
import dev.hikkoshi.common.queue.WorkQueue;
import dev.hikkoshi.producer.SplitMessage;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import java.time.Duration;
import java.util.List;

/// What producers are told to do with the splits of a migration.
final class SplitTasks {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Services services;
  private final Ledger ledger;
  private final LedgerMigration migration;
  private final Progress progress;
  private final Runnable forget;

  /// @param forget what to do with a migration whose source is not sound
  SplitTasks(Services services, LedgerMigration migration, Progress progress, Runnable forget) {
    this.services = services;
    this.ledger = services.ledger();
    this.migration = migration;
    this.progress = progress;
    this.forget = forget;
  }

  /// Has the bytes of all shards read whose ETag does not prove them.
  ///
  /// @throws UnsoundSourceException if they are not what their manifest says
  void check() throws InterruptedException {
    List<Split> unchecked =
        migration.splits().stream().filter(split -> split.state() == SplitState.PLANNED).toList();
    if (!unchecked.isEmpty()) {
      progress.step("checking the bytes of the shards", unchecked.size());
      try (var queue = services.queues().open(services.names().splits())) {
        unchecked.forEach(split -> send(queue, split, SplitMessage.Task.CHECK));
      }
      while (true) {
        List<Split> now = migration.splits();
        refused(now);
        long left = now.stream().filter(split -> split.state() == SplitState.PLANNED).count();
        progress.done(unchecked.size() - left);
        if (left == 0) {
          break;
        }
        services.time().sleep(POLL);
      }
    }
    refused(migration.splits());
  }

  private void refused(List<Split> splits) {
    for (Split split : splits) {
      if (split.state() == SplitState.REFUSED) {
        forget.run();
        throw new UnsoundSourceException(split.subject(), split.problem());
      }
    }
  }

  /// Puts the splits of a load on the queue that are not there yet.
  void send(int phase) {
    List<Split> waiting =
        ledger.splits().all(migration.name(), phase).stream()
            .filter(split -> split.state() == SplitState.CHECKED)
            .toList();
    if (waiting.isEmpty()) {
      return;
    }
    if (!ledger.migrations().state(migration.name(), phase, MigrationState.PRODUCING)) {
      throw Phases.overtaken(migration.name());
    }
    try (var queue = services.queues().open(services.names().splits())) {
      // After an interruption most are queued already; what was lost is sent again by the drain.
      for (Split split : waiting) {
        if (!split.queued()) {
          send(queue, split, SplitMessage.Task.SEND);
          ledger.splits().queued(migration.name(), split.id());
        }
      }
    }
  }

  private void send(WorkQueue queue, Split split, SplitMessage.Task task) {
    queue.send(new SplitMessage(migration.name(), split.id(), task).encode(), Duration.ZERO);
  }
}
