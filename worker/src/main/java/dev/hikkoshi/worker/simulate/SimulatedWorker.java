package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.worker.pace.FleetShare;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// One worker: its view of the fleet, its policy, its permits and what it holds.
final class SimulatedWorker {
  /// Unused permits are kept for this long, so that a worker that was idle does not burst.
  private static final double PERMIT_BURST_SECONDS = 0.05;

  final String name;
  final PacePolicy policy;
  private final PriorityQueue<Batch> retries =
      new PriorityQueue<>(Comparator.comparingLong(Batch::dueNanos));
  FleetShare fleet;
  boolean alive = true;
  long beat;
  private @Nullable Batch next;
  private double permits;
  private long permitsAtNanos;
  private long retryItems;

  /// @param phase permits it starts with, in units: workers do not start in step
  SimulatedWorker(String name, PacePolicy policy, double phase, long nowNanos) {
    this.name = name;
    this.policy = policy;
    this.fleet = FleetShare.newcomer(name, FleetShare.INTERVAL);
    this.permits = phase;
    this.permitsAtNanos = nowNanos;
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
        next = backlog.take(nowNanos, policy.requestUnits());
      }
    }
    return next;
  }

  void sent() {
    next = null;
  }

  /// Adds the permits of the time that passed.
  ///
  /// @return seconds until `charge` may be sent; 0 = now, and it is taken
  double acquire(long nowNanos, double rate, double charge) {
    permits += rate * (nowNanos - permitsAtNanos) * 1e-9;
    permitsAtNanos = nowNanos;
    permits = Math.min(permits, charge + rate * PERMIT_BURST_SECONDS);
    if (permits >= charge * (1 - 1e-9)) {
      permits -= charge;
      return 0;
    }
    return rate > 0 ? (charge - permits) / rate : Double.POSITIVE_INFINITY;
  }

  void idle(long nowNanos, double rate) {
    permits =
        Math.min(permits + rate * (nowNanos - permitsAtNanos) * 1e-9, rate * PERMIT_BURST_SECONDS);
    permitsAtNanos = nowNanos;
  }

  void retry(Batch batch) {
    retryItems += batch.size();
    retries.add(batch);
  }

  /// Gives everything it holds back to the queue, to be seen there at `dueNanos`.
  void die(long dueNanos, Backlog backlog) {
    alive = false;
    if (next != null) {
      backlog.handBack(next.handedBack(dueNanos));
      next = null;
    }
    retries.forEach(batch -> backlog.handBack(batch.handedBack(dueNanos)));
    retries.clear();
    retryItems = 0;
  }

  /// @return items it holds
  long items() {
    return retryItems + (next == null ? 0 : next.size());
  }
}
