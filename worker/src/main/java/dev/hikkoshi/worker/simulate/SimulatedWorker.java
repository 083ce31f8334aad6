package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.worker.pace.FleetShare;
import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.Share;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One worker: its view of the fleet, and what it sends, in one lane or, as
/// [dev.hikkoshi.worker.pace.PrefixPacer] does, in one for each group of keys under a pace that all
/// share.
final class SimulatedWorker {
  final String name;
  final List<SimulatedLane> lanes = new ArrayList<>();
  FleetShare fleet;
  boolean alive = true;
  long beat;
  private final @Nullable PacePolicy whole;
  private final PermitBucket permits;

  /// @param whole the pace that lanes share; null if there is one lane, which has its own
  SimulatedWorker(String name, @Nullable PacePolicy whole, long nowNanos) {
    this.name = name;
    this.whole = whole;
    this.permits = new PermitBucket(0, nowNanos);
    this.fleet = FleetShare.newcomer(name, FleetShare.INTERVAL);
  }

  /// @return units per second of all lanes together
  double rate(long nowNanos) {
    double together = 0;
    for (var lane : lanes) {
      together += lane.policy.rate(nowNanos);
    }
    return whole == null ? together : Math.min(whole.rate(nowNanos), together);
  }

  double refused() {
    return lanes.stream().mapToDouble(lane -> lane.policy.refused()).sum();
  }

  /// Tells the lanes what the fleet knows.
  void share(long nowNanos) {
    Share all = fleet.share(nowNanos);
    if (whole == null) {
      lanes.getFirst().policy.share(nowNanos, all);
      return;
    }
    whole.share(nowNanos, new Share(all.unitsPerSecond(), all.workers(), 0, 0));
    for (var lane : lanes) {
      Share news = lane.fleet.share(nowNanos);
      lane.policy.share(
          nowNanos,
          new Share(
              all.unitsPerSecond(), all.workers(), news.meanPace(), news.refusedElsewhere()));
    }
  }

  /// @return seconds until `charge` may be sent by any lane; 0 = now, and it is taken
  double acquire(long nowNanos, double charge) {
    return whole == null ? 0 : permits.acquire(nowNanos, whole.rate(nowNanos), charge);
  }

  void record(long nowNanos, PaceOutcome outcome) {
    if (whole != null && outcome.refused() == 0 && !outcome.error()) {
      whole.record(nowNanos, outcome);
    }
  }

  /// Gives everything it holds back to the queue, to be seen there at `dueNanos`.
  void die(long dueNanos, Backlog backlog) {
    alive = false;
    lanes.forEach(lane -> lane.die(dueNanos, backlog));
  }

  /// @return items it holds
  long items() {
    return lanes.stream().mapToLong(SimulatedLane::items).sum();
  }
}
