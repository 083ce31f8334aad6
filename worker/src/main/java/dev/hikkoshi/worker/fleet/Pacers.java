package dev.hikkoshi.worker.fleet;

import dev.hikkoshi.common.ledger.Heartbeat;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.RateSample.Step;
import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.Pacing;
import dev.hikkoshi.worker.pace.PrefixPacer;
import dev.hikkoshi.worker.pace.Share;
import dev.hikkoshi.worker.pace.Start;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One pacer for each migration this worker has seen, of writes or, while it is verified, of reads.
/// Thread-safe.
public final class Pacers {
  /// Among the numbers of groups.
  private static final int ALL_KEYS = -1;

  private final Pacing create;
  private final Map<String, Paced> pacers = new ConcurrentHashMap<>();
  private final Map<Activity, Meter> meters = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  /// @param create makes its pacer
  public Pacers(Pacing create) {
    this.create = create;
  }

  public Pacer of(Migration migration) {
    return paced(migration).metered;
  }

  private Paced paced(Migration migration) {
    Paced paced =
        pacers.compute(
            migration.name(),
            (_, before) ->
                before == null || before.isFollowedBy(migration)
                    ? replaced(before, migration)
                    : before.askedFor(migration));
    if (stopped) {
      paced.metered.stop();
    }
    return paced;
  }

  private Paced replaced(@Nullable Paced before, Migration migration) {
    Pacer pacer =
        migration.isReading()
            ? create.pacer(migration.readTarget(), Start.CAPACITY)
            : writes(migration);
    if (before != null) {
      before.pacer.stop(); // nobody tells it its share any more
    }
    return new Paced(new MeteredPacer(pacer, meter(migration)), pacer, migration);
  }

  private Meter meter(Migration migration) {
    return meters.computeIfAbsent(Activity.of(migration), _ -> new Meter());
  }

  /// A unit of this migration has ended, or what is left of it was handed back.
  public void unit(Migration migration, UnitTotals totals) {
    meter(migration).unit(totals);
  }

  /// What was done for a migration since this was asked before.
  ///
  /// @param seconds how long that is ago
  Step take(Migration migration, double seconds) {
    @Nullable Paced paced = pacers.get(migration.name());
    double pace = paced == null || paced.reads != migration.isReading() ? 0 : paced.pacer.pace();
    return meter(migration).take(seconds, migration.rate(), pace);
  }

  private Pacer writes(Migration migration) {
    return migration.movesObjects()
        ? new PrefixPacer(() -> create.pacer(migration.startRate(), Start.LEAST))
        : create.pacer(migration.startRate(), Start.CAPACITY);
  }

  /// The worker stops: nobody waits for permits any more. Units that wait for one find that they
  /// may not be executed, and are handed back.
  public void stop() {
    stopped = true;
    pacers.values().forEach(paced -> paced.pacer.stop());
  }

  /// How the writing of a migration goes, and behind it how that of each group of its keys does.
  ///
  /// @param lowestPhase the lowest phase of it of which this worker may still write
  /// @param refusal why its destination refuses everything; empty while it does not
  List<Heartbeat.Pace> paces(String migration, int lowestPhase, String refusal) {
    @Nullable Paced paced = pacers.get(migration);
    if (paced == null) {
      return List.of(new Heartbeat.Pace(migration, 0, 0, lowestPhase, refusal));
    }
    var paces = new ArrayList<Heartbeat.Pace>();
    paces.add(
        new Heartbeat.Pace(
            migration, paced.pacer.pace(), paced.pacer.refused(), lowestPhase, refusal));
    if (paced.pacer instanceof PrefixPacer prefixes) {
      for (int group : prefixes.groups()) {
        paces.add(
            new Heartbeat.Pace(
                group(migration, group),
                prefixes.pace(group),
                prefixes.refused(group),
                lowestPhase,
                refusal));
      }
    }
    return paces;
  }

  /// The groups of keys that are paced apart.
  List<Integer> groups(String migration) {
    @Nullable Paced paced = pacers.get(migration);
    return paced != null && paced.pacer instanceof PrefixPacer prefixes
        ? prefixes.groups()
        : List.of();
  }

  /// What a group of a migration's keys is called in heartbeats; no migration is called so.
  static String group(String migration, int group) {
    return migration + "#" + group;
  }

  /// Whether a name in heartbeats is a group's.
  static boolean isGroup(String name) {
    return name.indexOf('#') >= 0;
  }

  /// Tells a migration's pacer its share.
  void share(Migration migration, Share share) {
    Paced paced = paced(migration);
    if (paced.reads == migration.isReading() && paced.isNews(ALL_KEYS, share)) {
      paced.metered.share(share);
    }
  }

  /// Tells a group of keys how the fleet fares with it.
  void share(Migration migration, int group, Share share) {
    @Nullable Paced paced = pacers.get(migration.name());
    if (paced != null
        && paced.pacer instanceof PrefixPacer prefixes
        && paced.isNews(group, share)) {
      prefixes.share(group, share);
    }
  }

  /// Keeps only the pacers of these migrations.
  void retain(Set<String> migrations) {
    pacers.keySet().retainAll(migrations);
    meters.keySet().removeIf(activity -> !migrations.contains(activity.migration));
  }

  private record Activity(String migration, boolean reads) {
    static Activity of(Migration migration) {
      return new Activity(migration.name(), migration.isReading());
    }
  }

  private static final class Paced {
    /// Counts what becomes of requests, and is what they are paced by.
    final Pacer metered;

    final Pacer pacer;
    final boolean reads;
    private final Instant created;

    /// The last it was asked for in, under the map's lock.
    private int phase;

    private final Map<Integer, Share> told = new ConcurrentHashMap<>();

    Paced(Pacer metered, Pacer pacer, Migration migration) {
      this.metered = metered;
      this.pacer = pacer;
      this.reads = migration.isReading();
      this.created = migration.created();
      this.phase = migration.phase();
    }

    /// Whether reads end and writes begin with it, or the other way round. Who still has the
    /// migration as it was in an earlier phase, because it asked before this one, ends nothing.
    boolean isFollowedBy(Migration migration) {
      return reads != migration.isReading() && (migration.phase() >= phase || !isOf(migration));
    }

    Paced askedFor(Migration migration) {
      phase = isOf(migration) ? Math.max(phase, migration.phase()) : phase;
      return this;
    }

    private boolean isOf(Migration migration) {
      return created.equals(migration.created());
    }

    /// Each share is told a pacer once, which takes what it says of the fleet for news; and one
    /// that has replaced another is told what that one was.
    boolean isNews(int keys, Share share) {
      return !share.equals(told.put(keys, share));
    }
  }
}
