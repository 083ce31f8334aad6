package dev.hikkoshi.worker.pace;

import java.util.Arrays;

/// Tells groups of keys that are refused more than the others: those with more than three times
/// their even part of the last refusals anywhere in the fleet. Refusals that come from all sides
/// are about the bucket: it has one partition, or all of them are at their limit. Not thread-safe.
public final class HotGroups {
  /// Refused units that are remembered from one look at the fleet to the next, at most; half as
  /// many at least.
  private static final double REMEMBERED = 400;

  /// Fewer tell nothing: what is refused comes in bunches.
  private static final double ENOUGH = 100;

  private static final double TIMES = 3;

  private final double[] refused;
  private final boolean[] used;

  /// @param groups how many there are
  public HotGroups(int groups) {
    refused = new double[groups];
    used = new boolean[groups];
  }

  /// Something was sent to a group.
  public void use(int group) {
    used[group] = true;
  }

  /// Units of a group were refused, here or elsewhere.
  public void refused(int group, double units) {
    used[group] = true;
    refused[group] += units;
  }

  /// All groups' news of one look at the fleet have been told. Only now is anything forgotten: not
  /// while they are told one by one, or the last would count more than the first.
  public void forget() {
    while (total() > REMEMBERED) {
      for (int i = 0; i < refused.length; i++) {
        refused[i] /= 2;
      }
    }
  }

  /// Whether what is refused to a group is about the group.
  public boolean isHot(int group) {
    int groups = 0;
    for (boolean each : used) {
      groups += each ? 1 : 0;
    }
    return total() >= ENOUGH && refused[group] * groups > TIMES * total();
  }

  private double total() {
    return Arrays.stream(refused).sum();
  }
}
