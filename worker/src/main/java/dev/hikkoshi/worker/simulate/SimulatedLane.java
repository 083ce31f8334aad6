package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.worker.pace.FleetShare;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// What one worker sends at one pace: everything, or the keys of one group.
final class SimulatedLane {
  final SimulatedWorker worker;
  final String name;
  final int index;
  final int group;
  final PacePolicy policy;
  private final PermitBucket permits;
  private final PriorityQueue<Batch> retries =
      new PriorityQueue<>(Comparator.comparingLong(Batch::dueNanos));
  private final ArrayDeque<Batch> waiting = new ArrayDeque<>();
  FleetShare fleet;
  double refused;

  /// The last event that is to wake it; earlier ones are void.
  long wake;

  private @Nullable Batch next;
  private boolean paid;
  private long retryItems;

  /// @param index among all lanes
  /// @param phase permits it starts with, in units: workers do not start in step
  SimulatedLane(
      SimulatedWorker worker,
      int index,
      int group,
      PacePolicy policy,
      double phase,
      long nowNanos) {
    this.worker = worker;
    this.name = worker.name + "#" + group;
    this.index = index;
    this.group = group;
    this.policy = policy;
    this.permits = new PermitBucket(phase, nowNanos);
    this.fleet = FleetShare.newcomer(name, FleetShare.INTERVAL);
  }

  /// @return the batch to send next, or null if nothing is due
  @Nullable Batch next(long nowNanos, Backlog backlog) {
    if (next == null) {
      var retry = retries.peek();
      if (retry != null && retry.dueNanos() <= nowNanos) {
        var due = retries.remove();
        int count = due.fitting(policy.requestUnits());
        next = due.part(0, count);
        retryItems -= count;
        if (count < due.size()) {
          retries.add(due.part(count, due.size()));
        }
      } else {
        next =
            worker.isDivided()
                ? divided(nowNanos, backlog)
                : backlog.take(nowNanos, policy.requestUnits());
      }
    }
    return next;
  }

  /// Of what the worker has taken for all of its lanes.
  private @Nullable Batch divided(long nowNanos, Backlog backlog) {
    worker.fill(nowNanos, backlog);
    var first = waiting.poll();
    if (first == null) {
      return null;
    }
    int count = first.fitting(policy.requestUnits());
    if (count < first.size()) {
      waiting.addFirst(first.part(count, first.size()));
    }
    worker.taken(count);
    return first.part(0, count);
  }

  void offer(Batch batch) {
    waiting.add(batch);
  }

  /// @return seconds until the next batch may be sent; 0 = now, and its permits are taken: the
  ///   lane's own, then the worker's
  double acquire(long nowNanos, double rate, double charge) {
    double wait = paid ? 0 : permits.acquire(nowNanos, rate, charge);
    paid = wait == 0;
    return paid ? worker.acquire(nowNanos, this, charge) : wait;
  }

  void sent() {
    next = null;
    paid = false;
  }

  void idle(long nowNanos, double rate) {
    permits.idle(nowNanos, rate);
  }

  void retry(Batch batch) {
    retryItems += batch.size();
    retries.add(batch);
  }

  /// Gives everything it holds back to the queue, to be seen there at `dueNanos`.
  void die(long dueNanos, Backlog backlog) {
    if (next != null) {
      backlog.handBack(next.handedBack(dueNanos));
      sent();
    }
    retries.forEach(batch -> backlog.handBack(batch.handedBack(dueNanos)));
    retries.clear();
    waiting.forEach(batch -> backlog.handBack(batch.handedBack(dueNanos)));
    waiting.clear();
    retryItems = 0;
  }

  /// @return items it holds
  long items() {
    return retryItems
        + waiting.stream().mapToLong(Batch::size).sum()
        + (next == null ? 0 : next.size());
  }
}
