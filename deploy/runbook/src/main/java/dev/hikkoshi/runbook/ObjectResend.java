package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.CopyVersions;
import dev.hikkoshi.common.unit.ObjectHistory;
import dev.hikkoshi.common.unit.ObjectToCopy;
import dev.hikkoshi.common.unit.RemoveObjects;
import dev.hikkoshi.common.unit.ScanSegment;
import dev.hikkoshi.common.unit.UnitId;
import dev.hikkoshi.common.unit.Work;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WriteItems;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Sends work on objects once more, in a phase of its own, a round at a time.
///
/// What is dead of a key leaves the ledger only when the unit that carries the key again has
/// settled, so that this can be interrupted and repeated at any point; what died once more is
/// recorded for that unit.
public final class ObjectResend {
  /// Units that are held in memory before they are sent and waited for.
  private static final int ROUND = 100;

  private final Services services;
  private final Ledger ledger;
  private final Migration migration;
  private final String split;
  private final Progress progress;
  private final List<WorkMessage> round = new ArrayList<>();
  private int next;
  private long sent;
  private long died;
  private long revived;

  /// @param migration in the phase to send in, which no unit has been sent for
  /// @param split the units' split name
  public ObjectResend(Services services, Migration migration, String split, Progress progress) {
    this.services = services;
    this.ledger = services.ledger();
    this.migration = migration;
    this.split = split;
    this.progress = progress;
  }

  /// Adds a unit.
  public void add(Work work) throws InterruptedException {
    round.add(
        new WorkMessage(migration.name(), new UnitId(split, next++), migration.phase(), 0, work));
    if (round.size() == ROUND) {
      settle();
    }
  }

  /// Sends what is left, and waits until everything is settled.
  public void finish() throws InterruptedException {
    settle();
  }

  /// Objects and versions copied, and keys removed.
  public long done() {
    return sent - died;
  }

  /// What was dead and is not any more.
  public long revived() {
    return revived;
  }

  private void settle() throws InterruptedException {
    if (round.isEmpty()) {
      return;
    }
    new PhaseUnits(services, migration.phase(), migration.name(), progress)
        .settle(round, round.getFirst().unit().sequence(), _ -> {});
    Set<String> units =
        round.stream().map(unit -> unit.unit().toString()).collect(Collectors.toSet());
    Set<String> keys =
        round.stream().flatMap(unit -> keys(unit.work()).stream()).collect(Collectors.toSet());
    long again = 0;
    long before = 0;
    for (DeadItem item : ledger.dead().all(migration.name())) {
      if (units.contains(item.unit())) {
        again++;
      } else if (keys.contains(item.key())) {
        before++;
        ledger.dead().remove(migration.name(), item);
      }
    }
    sent += round.stream().mapToLong(unit -> size(unit.work())).sum();
    died += again;
    revived += Math.max(0, before - again);
    progress.done(done());
    round.clear();
  }

  /// As the ledger has them if they are dead.
  private static List<String> keys(Work work) {
    return switch (work) {
      case CopyObjects copy -> copy.objects().stream().map(ObjectToCopy::key).toList();
      case CopyVersions copy -> copy.objects().stream().map(ObjectHistory::key).toList();
      case RemoveObjects remove -> remove.keys();
      case WriteItems _, ScanSegment _ -> throw new IllegalArgumentException("no work on objects");
    };
  }

  private static long size(Work work) {
    return work instanceof CopyVersions copy
        ? copy.objects().stream().mapToLong(object -> object.versions().size()).sum()
        : keys(work).size();
  }
}
