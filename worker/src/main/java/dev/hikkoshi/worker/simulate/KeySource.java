package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.common.capacity.CapacityProfile.KeyOrder;
import java.util.random.RandomGenerator;

/// Where in the key space the items lie, in the order in which they reach the queue.
///
/// A source of [#FILES] files is assumed, each holding one equal range of the key space in no
/// particular order within. `shuffled` draws any key; `partition-ordered` reads one file after the
/// other; `interleaved` takes an item of each file in turn.
final class KeySource {
  static final int FILES = 256;

  private final KeyOrder order;
  private final long items;
  private final RandomGenerator random;
  private long next;

  KeySource(KeyOrder order, long items, RandomGenerator random) {
    this.order = order;
    this.items = items;
    this.random = random;
  }

  double next() {
    long index = next++;
    double within = random.nextDouble();
    return switch (order) {
      case SHUFFLED -> within;
      case PARTITION_ORDERED -> (fileInOrder(index, items) + within) / FILES;
      case INTERLEAVED -> ((index * 101) % FILES + within) / FILES;
    };
  }

  /// @return the range of keys the item with this index is drawn from, as its start
  static double from(KeyOrder order, double index, long items) {
    return order == KeyOrder.PARTITION_ORDERED
        ? (double) fileInOrder((long) index, items) / FILES
        : 0;
  }

  /// @return the width of the range of keys that is read at one time
  static double width(KeyOrder order) {
    return order == KeyOrder.PARTITION_ORDERED ? 1.0 / FILES : 1;
  }

  private static long fileInOrder(long index, long items) {
    return Math.min(FILES - 1, (long) ((double) index / items * FILES));
  }
}
