package dev.hikkoshi.worker.simulate;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The queues between producers and workers: items never sent yet, and batches handed back with a
/// delay. Fresh items never run dry before the end: how fast they are produced is not what is
/// simulated.
final class Backlog {
  static final int BATCH_ITEMS = 25;

  private final List<PriorityQueue<Batch>> handedBack;
  private final KeySource keys;
  private final ItemCost cost;
  private final RandomGenerator random;
  private final double meanUnits;
  private final long[] fresh;
  private long handedBackItems;

  /// @param groups of keys that are sent apart, each an equal range of the key space
  Backlog(SimulationRequest request, int groups, RandomGenerator random) {
    this.keys = new KeySource(request.profile().keyOrder(), request.items(), random);
    this.cost = ItemCost.of(request);
    this.random = random;
    this.meanUnits = ItemCost.mean(request) / request.costFactor();
    this.fresh = new long[groups];
    for (int i = 0; i < groups; i++) {
      fresh[i] = request.items() * (i + 1) / groups - request.items() * i / groups;
    }
    handedBack =
        Stream.generate(() -> new PriorityQueue<Batch>(Comparator.comparingLong(Batch::dueNanos)))
            .limit(groups)
            .toList();
  }

  /// @return what is due, at most 25 items and about `mostUnits`, or null if nothing is
  @Nullable Batch take(long nowNanos, double mostUnits, int group) {
    var back = handedBack.get(group);
    var due = back.peek();
    if (due != null && due.dueNanos() <= nowNanos) {
      back.remove();
      int count = due.fitting(mostUnits);
      if (count < due.size()) {
        back.add(due.part(count, due.size()));
      }
      handedBackItems -= count;
      return due.part(0, count);
    }
    int count =
        (int) Math.min((long) Math.clamp(mostUnits / meanUnits, 1, BATCH_ITEMS), fresh[group]);
    if (count == 0) {
      return null;
    }
    fresh[group] -= count;
    var positions = new double[count];
    var units = new double[count];
    for (int i = 0; i < count; i++) {
      positions[i] = (group + keys.next()) / fresh.length;
      units[i] = cost.next(random);
    }
    return new Batch(positions, units, 1, 0, nowNanos);
  }

  void handBack(Batch batch, int group) {
    handedBackItems += batch.size();
    handedBack.get(group).add(batch);
  }

  /// @return items that wait here
  long items() {
    return LongStream.of(fresh).sum() + handedBackItems;
  }
}
