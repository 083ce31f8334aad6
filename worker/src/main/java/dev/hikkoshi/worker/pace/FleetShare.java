package dev.hikkoshi.worker.pace;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// One worker's view of the fleet, and its share of the target: `T ÷ live workers`. Immutable and
/// without a clock.
///
/// Every interval a worker writes its [Heartbeat], *then* reads everyone's, and calls [#synced].
/// Three rules keep the shares' sum at or below T at every instant, in whatever order heartbeats
/// are seen and without comparing clocks:
/// 1. A worker whose own last sync began four intervals ago or longer writes nothing ([#share] is
///    0), and joins anew when its next sync ends.
/// 2. A newcomer writes nothing for four intervals after its first heartbeat; by then every worker
///    that still writes has seen it.
/// 3. Another worker counts as live unless its beat had not changed for six intervals when this
///    worker's sync began: by then it had stopped by rule 1, and it joins anew by rule 2. When the
///    sync ended does not count, because what it read may be that much older.
///
/// A sync that fails changes nothing if the next one ends within four intervals after the last good
/// one began.
///
/// When the target changes, the sum is at most the larger of the two targets until each worker has
/// synced once.
public final class FleetShare {
  /// How often a worker writes its heartbeat and reads the others': often, because what was refused
  /// to the others is known as late as that.
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final int SILENT_INTERVALS = 4;
  private static final int LAPSE_INTERVALS = 6;

  /// How long a newcomer writes nothing.
  public static final Duration JOINING = INTERVAL.multipliedBy(SILENT_INTERVALS);

  /// A worker whose heartbeat stands still for so long is gone.
  public static final Duration LAPSE = INTERVAL.multipliedBy(LAPSE_INTERVALS);

  private record Seen(Heartbeat heartbeat, long changedNanos) {}

  private final String self;
  private final long intervalNanos;
  private final double target;
  private final boolean joined;
  private final long joinedNanos;
  private final long syncBegunNanos;
  private final Map<String, Seen> others;
  private final int workers;
  private final double meanPace;
  private final double refusedElsewhere;
  private final long syncs;

  private FleetShare(
      String self,
      long intervalNanos,
      double target,
      boolean joined,
      long joinedNanos,
      long syncBegunNanos,
      Map<String, Seen> others,
      int workers,
      double meanPace,
      double refusedElsewhere,
      long syncs) {
    this.self = self;
    this.intervalNanos = intervalNanos;
    this.target = target;
    this.joined = joined;
    this.joinedNanos = joinedNanos;
    this.syncBegunNanos = syncBegunNanos;
    this.others = others;
    this.workers = workers;
    this.meanPace = meanPace;
    this.refusedElsewhere = refusedElsewhere;
    this.syncs = syncs;
  }

  /// @param self this worker's identity
  /// @param interval how often workers sync, the same in the whole fleet
  /// @return the view of a worker that has not written a heartbeat yet; its share is 0
  public static FleetShare newcomer(String self, Duration interval) {
    return new FleetShare(self, interval.toNanos(), 0, false, 0, 0, Map.of(), 1, 0, 0, 0);
  }

  /// The view after a sync.
  ///
  /// @param begunNanos the clock just before this worker wrote its heartbeat
  /// @param nowNanos the clock after everyone's heartbeats and the target were read
  /// @param heartbeats all rows read, in any order; older beats than already seen change nothing
  /// @param target of the whole fleet, units per second; 0 pauses
  public FleetShare synced(
      long begunNanos, long nowNanos, Collection<Heartbeat> heartbeats, double target) {
    if (!(target >= 0 && target < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("target is " + target + ", allowed is 0 or more");
    }
    var seen = new HashMap<String, Seen>(2 * heartbeats.size());
    others.forEach((worker, last) -> {
      if (live(last, begunNanos)) {
        seen.put(worker, last);
      }
    });
    double refused = 0;
    for (var heartbeat : heartbeats) {
      if (heartbeat.worker().equals(self)) {
        continue;
      }
      var known = seen.getOrDefault(heartbeat.worker(), others.get(heartbeat.worker()));
      if (known == null) {
        seen.put(heartbeat.worker(), new Seen(heartbeat, nowNanos));
      } else if (heartbeat.beat() > known.heartbeat.beat()) {
        seen.put(heartbeat.worker(), new Seen(heartbeat, nowNanos));
        refused += Math.max(0, heartbeat.refused() - known.heartbeat.refused());
      } else {
        seen.put(heartbeat.worker(), known);
      }
    }
    int live = 1;
    double paces = 0;
    int writing = 0;
    for (var other : seen.values()) {
      if (live(other, begunNanos)) {
        live++;
        paces += other.heartbeat.pace();
        writing += other.heartbeat.pace() > 0 ? 1 : 0;
      }
    }
    boolean rejoins = !joined || stale(nowNanos);
    return new FleetShare(
        self,
        intervalNanos,
        target,
        true,
        rejoins ? nowNanos : joinedNanos,
        begunNanos,
        seen,
        live,
        writing == 0 ? 0 : paces / writing,
        refused,
        syncs + 1);
  }

  /// What this worker may write at most. To be asked at least once an interval, synced or not,
  /// because the answer becomes 0 when heartbeats fail.
  public Share share(long nowNanos) {
    return new Share(
        writes(nowNanos) ? target / workers : 0, workers, meanPace, refusedElsewhere, syncs);
  }

  /// @return live workers as far as this one knows, itself included
  public int workers() {
    return workers;
  }

  private boolean live(Seen other, long begunNanos) {
    return begunNanos - other.changedNanos < LAPSE_INTERVALS * intervalNanos;
  }

  private boolean writes(long nowNanos) {
    return joined && nowNanos - joinedNanos >= SILENT_INTERVALS * intervalNanos && !stale(nowNanos);
  }

  private boolean stale(long nowNanos) {
    return nowNanos - syncBegunNanos >= SILENT_INTERVALS * intervalNanos;
  }
}
