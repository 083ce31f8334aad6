package dev.hikkoshi.worker.simulate;

import java.util.Arrays;

/// Items sent together: their positions in the key space, their estimated units, and how often they
/// were tried. Immutable.
final class Batch {
  private final double[] keys;
  private final double[] units;
  private final int attempt;
  private final int handBacks;
  private final long dueNanos;

  /// @param keys positions in the key space
  /// @param units estimated cost of each
  /// @param attempt how often they were sent since they were last received, this time included
  /// @param handBacks how often they were handed back to the queue
  /// @param dueNanos not to be sent before
  Batch(double[] keys, double[] units, int attempt, int handBacks, long dueNanos) {
    this.keys = keys;
    this.units = units;
    this.attempt = attempt;
    this.handBacks = handBacks;
    this.dueNanos = dueNanos;
  }

  int size() {
    return keys.length;
  }

  double key(int index) {
    return keys[index];
  }

  double units(int index) {
    return units[index];
  }

  int attempt() {
    return attempt;
  }

  int handBacks() {
    return handBacks;
  }

  long dueNanos() {
    return dueNanos;
  }

  double estimate() {
    double sum = 0;
    for (double unit : units) {
      sum += unit;
    }
    return sum;
  }

  /// @return how many items from the front cost at most `units`, but at least one
  int fitting(double units) {
    double cost = this.units[0];
    int count = 1;
    while (count < size() && cost + this.units[count] <= units) {
      cost += this.units[count++];
    }
    return count;
  }

  /// @return the items from `from` to before `to`
  Batch part(int from, int to) {
    return from == 0 && to == size()
        ? this
        : new Batch(
            Arrays.copyOfRange(keys, from, to),
            Arrays.copyOfRange(units, from, to),
            attempt,
            handBacks,
            dueNanos);
  }

  /// @return the first `count` of the items named by their index
  Batch remainder(int[] refused, int count) {
    var leftKeys = new double[count];
    var leftUnits = new double[count];
    for (int i = 0; i < count; i++) {
      leftKeys[i] = keys[refused[i]];
      leftUnits[i] = units[refused[i]];
    }
    return new Batch(leftKeys, leftUnits, attempt, handBacks, dueNanos);
  }

  Batch again(long dueNanos) {
    return new Batch(keys, units, attempt + 1, handBacks, dueNanos);
  }

  Batch handedBack(long dueNanos) {
    return new Batch(keys, units, 1, handBacks + 1, dueNanos);
  }
}
