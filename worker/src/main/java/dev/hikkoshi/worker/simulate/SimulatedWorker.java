package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.worker.pace.FleetShare;
import dev.hikkoshi.worker.pace.HotGroups;
import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.PrefixPacer;
import dev.hikkoshi.worker.pace.Share;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One worker: its view of the fleet, and what it sends, in one lane or, as
/// [dev.hikkoshi.worker.pace.PrefixPacer] does, in one for each group of keys under a pace that all
/// share.
final class SimulatedWorker {
  /// Objects it works on at once: what is open of the units on its threads.
  private static final int WINDOW = 500;

  final String name;
  final List<SimulatedLane> lanes = new ArrayList<>();
  FleetShare fleet;
  boolean alive = true;
  long beat;
  private final @Nullable PacePolicy whole;
  private final PermitBucket permits;
  private final ArrayDeque<SimulatedLane> turns = new ArrayDeque<>();
  private int waiting;
  private final HotGroups hot = new HotGroups(PrefixPacer.GROUPS);

  /// @param whole the pace that lanes share; null if there is one lane, which has its own
  SimulatedWorker(String name, @Nullable PacePolicy whole, long nowNanos) {
    this.name = name;
    this.whole = whole;
    this.permits = new PermitBucket(0, nowNanos);
    this.fleet = FleetShare.newcomer(name, FleetShare.INTERVAL);
  }

  /// Whether it has a lane for each group of keys.
  boolean isDivided() {
    return whole != null;
  }

  /// Takes what is on the queue, in its order, and gives each lane its keys.
  void fill(long nowNanos, Backlog backlog) {
    var batch = waiting < WINDOW ? backlog.take(nowNanos, Backlog.BATCH_ITEMS) : null;
    while (batch != null) {
      waiting += batch.size();
      divide(batch);
      batch = waiting < WINDOW ? backlog.take(nowNanos, Backlog.BATCH_ITEMS) : null;
    }
  }

  private void divide(Batch batch) {
    var members = new int[batch.size()];
    for (var lane : lanes) {
      int count = 0;
      for (int i = 0; i < batch.size(); i++) {
        if ((int) (batch.key(i) * lanes.size()) == lane.group) {
          members[count++] = i;
        }
      }
      if (count > 0) {
        lane.offer(batch.remainder(members, count));
      }
    }
  }

  void taken(int items) {
    waiting -= items;
  }

  /// What all lanes together are paced by.
  PacePolicy policy() {
    return whole == null ? lanes.getFirst().policy : whole;
  }

  /// Tells the lanes what the fleet knows.
  void share(long nowNanos) {
    Share all = fleet.share(nowNanos);
    if (whole == null) {
      lanes.getFirst().policy.share(nowNanos, all);
      return;
    }
    whole.share(nowNanos, all);
    for (var lane : lanes) {
      Share news = lane.fleet.share(nowNanos);
      hot.use(lane.group);
      hot.news(lane.group, news.refusedElsewhere());
      lane.policy.share(
          nowNanos,
          new Share(
              all.unitsPerSecond(),
              all.workers(),
              news.meanPace(),
              news.refusedElsewhere(),
              news.sync()));
    }
    hot.seen();
  }

  /// Lanes take turns in the order in which they came, as threads do at the pacer; a lane waits for
  /// one batch at a time.
  ///
  /// @return seconds until `charge` may be sent by that lane; 0 = now, and it is taken; infinite
  ///   while others are before it
  double acquire(long nowNanos, SimulatedLane lane, double charge) {
    if (whole == null) {
      return 0;
    }
    if (!turns.contains(lane)) {
      turns.add(lane);
    }
    if (turns.peek() != lane) {
      return Double.POSITIVE_INFINITY;
    }
    double wait = permits.acquire(nowNanos, whole.rate(nowNanos), charge);
    if (wait == 0) {
      turns.remove();
    }
    return wait;
  }

  /// Whose turn it is; null if no lane waits.
  @Nullable SimulatedLane turn() {
    return turns.peek();
  }

  /// Tells whom it concerns how a batch of a lane went.
  void record(long nowNanos, SimulatedLane lane, PaceOutcome outcome) {
    if (whole == null) {
      lane.policy.record(nowNanos, outcome);
      return;
    }
    if (outcome.refused() > 0) {
      lane.refused += outcome.refused();
      hot.refused(lane.group, outcome.refused());
      (hot.isHot(lane.group) ? lane.policy : whole).record(nowNanos, outcome);
      return;
    }
    lane.policy.record(nowNanos, outcome);
    whole.record(nowNanos, outcome);
  }

  /// Gives everything it holds back to the queue, to be seen there at `dueNanos`.
  void die(long dueNanos, Backlog backlog) {
    alive = false;
    waiting = 0;
    turns.clear();
    lanes.forEach(lane -> lane.die(dueNanos, backlog));
  }

  /// @return items it holds
  long items() {
    return lanes.stream().mapToLong(SimulatedLane::items).sum();
  }
}
