package dev.hikkoshi.common.capacity;

import java.util.ArrayList;
import java.util.List;

/// The partitions side by side over `[0, 1)`, found by key position in constant time.
final class KeySpace {
  private static final int CELLS = 4_096;
  private static final double NARROWEST = 1e-6;

  private final CapacityProfile.Partitions limits;
  private final int[] firstInCell = new int[CELLS];
  private List<Partition> partitions;

  KeySpace(CapacityProfile.Partitions limits) {
    this.limits = limits;
    partitions = new ArrayList<>();
    for (int i = 0; i < limits.initial(); i++) {
      partitions.add(
          new Partition(
              (double) i / limits.initial(),
              (i + 1.0) / limits.initial(),
              limits.rateEach(),
              0,
              new SlidingMinute()));
    }
    index();
  }

  List<Partition> partitions() {
    return partitions;
  }

  Partition at(double keyPosition) {
    int at = firstInCell[(int) (keyPosition * CELLS)];
    while (keyPosition >= partitions.get(at).to && at < partitions.size() - 1) {
      at++;
    }
    return partitions.get(at);
  }

  /// Closes a second of the clock: partitions hot for long enough split.
  void closeSecond(long nowNanos) {
    List<Partition> next = null;
    for (int i = 0; i < partitions.size(); i++) {
      var partition = partitions.get(i);
      boolean splits =
          partition.closeSecond(limits.splitAtUtilization(), limits.splitAfterSeconds())
              && partition.width() > NARROWEST;
      if (splits && next == null) {
        next = new ArrayList<>(partitions.subList(0, i));
      }
      if (next == null) {
        continue;
      }
      if (splits) {
        double middle = (partition.from + partition.to) / 2;
        next.add(partition.half(partition.from, middle, nowNanos));
        next.add(partition.half(middle, partition.to, nowNanos));
      } else {
        next.add(partition);
      }
    }
    if (next != null) {
      partitions = next;
      index();
    }
  }

  private void index() {
    int at = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      while (at < partitions.size() - 1 && (double) cell / CELLS >= partitions.get(at).to) {
        at++;
      }
      firstInCell[cell] = at;
    }
  }
}
