package dev.hikkoshi.worker.simulate;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The queues between producers and workers: items never sent yet, and batches handed back with a
/// delay. Fresh items never run dry before the end: how fast they are produced is not what is
/// simulated.
final class Backlog {
  static final int BATCH_ITEMS = 25;

  private final PriorityQueue<Batch> handedBack =
      new PriorityQueue<>(Comparator.comparingLong(Batch::dueNanos));
  private final KeySource keys;
  private final ItemCost cost;
  private final RandomGenerator random;
  private final double meanUnits;
  private long fresh;
  private long handedBackItems;

  Backlog(SimulationRequest request, RandomGenerator random) {
    this.keys = new KeySource(request.profile().keyOrder(), request.items(), random);
    this.cost = ItemCost.of(request);
    this.random = random;
    this.meanUnits = ItemCost.mean(request) / request.costFactor();
    this.fresh = request.items();
  }

  /// @return what is due, at most 25 items and about `mostUnits`, or null if nothing is
  @Nullable Batch take(long nowNanos, double mostUnits) {
    var due = handedBack.peek();
    if (due != null && due.dueNanos() <= nowNanos) {
      handedBack.remove();
      int count = due.fitting(mostUnits);
      if (count < due.size()) {
        handedBack.add(due.part(count, due.size()));
      }
      handedBackItems -= count;
      return due.part(0, count);
    }
    int count = (int) Math.min((long) Math.clamp(mostUnits / meanUnits, 1, BATCH_ITEMS), fresh);
    if (count == 0) {
      return null;
    }
    fresh -= count;
    var positions = new double[count];
    var units = new double[count];
    for (int i = 0; i < count; i++) {
      positions[i] = keys.next();
      units[i] = cost.next(random);
    }
    return new Batch(positions, units, 1, 0, nowNanos);
  }

  void handBack(Batch batch) {
    handedBackItems += batch.size();
    handedBack.add(batch);
  }

  /// @return items that wait here
  long items() {
    return fresh + handedBackItems;
  }
}
