package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.unit.UnitId;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WriteItems;
import dev.hikkoshi.producer.split.UnitStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Sends items that the source has once more, in a phase of their own, a round at a time.
///
/// A dead item leaves the ledger only when the unit that carries it again has settled without it
/// dying once more, so that this can be interrupted and repeated at any point.
public final class Resend {
  /// What is held in memory before it is sent and waited for.
  private static final int ROUND_BYTES = 32 << 20;

  private final Services services;
  private final Ledger ledger;
  private final Migration migration;
  private final String split;
  private final Progress progress;
  private final UnitStream stream;
  private final List<WorkMessage> round = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();
  private final Map<String, Integer> occurrences = new HashMap<>();
  private int roundBytes;
  private long itemsSent;
  private long diedAgain;
  private long newlyDead;
  private long revived;

  /// @param migration in the phase to send in, which no unit has been sent for
  /// @param split the units' split name
  public Resend(Services services, Migration migration, String split, Progress progress) {
    this.services = services;
    this.ledger = services.ledger();
    this.migration = migration;
    this.split = split;
    this.progress = progress;
    this.stream = new UnitStream(migration.table(), UnitStream.MAX_ITEMS, this::unit);
  }

  /// Adds an item, or a key to delete, of DynamoDB JSON.
  ///
  /// @param key its key, as DynamoDB JSON
  /// @param dead what the ledger holds of it, if it is dead
  public void add(
      byte[] buffer, int from, int to, boolean delete, String key, Optional<DeadItem> dead)
      throws InterruptedException {
    int before = stream.count();
    stream.add(buffer, from, to, delete);
    if (stream.count() != before) {
      occurrences.clear();
    }
    int occurrence = delete ? 1 : occurrences.merge(key, 1, Integer::sum);
    String unit = new UnitId(split, stream.count()).toString();
    dead.ifPresent(item -> sent.add(new Sent(item, unit, occurrence, key)));
    itemsSent++;
  }

  /// Sends what is left, and waits until everything is settled.
  public void finish() throws InterruptedException {
    stream.finish();
    settle();
  }

  /// Items written or deleted.
  public long done() {
    return itemsSent - diedAgain - newlyDead;
  }

  /// Items that were dead and are not any more.
  public long revived() {
    return revived;
  }

  private void unit(int sequence, WriteItems items) throws InterruptedException {
    round.add(
        new WorkMessage(
            migration.name(), new UnitId(split, sequence), migration.phase(), 0, items.copy()));
    items.put().forEach(json -> roundBytes += json.length());
    items.delete().forEach(json -> roundBytes += json.length());
    if (roundBytes > ROUND_BYTES) {
      settle();
    }
  }

  /// Sends what has been collected, waits for it, and takes what was written off the dead.
  private void settle() throws InterruptedException {
    if (round.isEmpty()) {
      return;
    }
    int end = round.getLast().unit().sequence() + 1;
    new PhaseUnits(services, migration.phase(), migration.name(), progress)
        .settle(round, round.getFirst().unit().sequence(), _ -> {});
    Map<String, DeadItem> again =
        ledger.dead().all(migration.name()).stream()
            .filter(item -> item.unit().startsWith(split + "/"))
            .collect(
                Collectors.toMap(
                    item -> name(item.unit(), item.occurrence(), item.key()), Function.identity()));
    for (var each = sent.iterator(); each.hasNext(); ) {
      Sent item = each.next();
      if (UnitId.parse(item.unit).sequence() >= end) {
        continue; // still being packed
      }
      DeadItem failed = again.remove(name(item.unit, item.occurrence, item.key));
      if (failed == null) {
        ledger.dead().remove(migration.name(), item.dead);
        revived++;
      } else {
        ledger.dead().record(migration.name(), item.dead.because(failed.reason()));
        ledger.dead().remove(migration.name(), failed);
        diedAgain++;
      }
      each.remove();
    }
    newlyDead = again.size();
    progress.done(done());
    round.clear();
    roundBytes = 0;
  }

  private static String name(String unit, int occurrence, String key) {
    return unit + " " + occurrence + " " + key;
  }

  /// A dead item under way.
  private record Sent(DeadItem dead, String unit, int occurrence, String key) {}
}
