package dev.hikkoshi.worker.pace;

import java.util.Arrays;

/// Tells groups of keys that are refused more than the others: those with more than three times
/// their even part of the last refusals anywhere in the fleet. Refusals that come from all sides
/// are about the bucket: it has one partition, or all of them are at their limit. Not thread-safe.
public final class HotGroups {
  /// Refused units that are remembered, between half as many and so many.
  private static final double REMEMBERED = 400;

  /// Fewer tell nothing: what is refused comes in bunches.
  private static final double ENOUGH = 100;

  private static final double TIMES = 3;

  private final double[] refused;
  private final double[] news;
  private final boolean[] used;

  /// @param groups how many there are
  public HotGroups(int groups) {
    refused = new double[groups];
    news = new double[groups];
    used = new boolean[groups];
  }

  /// Something was sent to a group.
  public void use(int group) {
    used[group] = true;
  }

  /// Units of a group were refused here.
  public void refused(int group, double units) {
    used[group] = true;
    refused[group] += units;
    forget();
  }

  /// Units of a group were refused elsewhere, as a look at the fleet tells; counted with those of
  /// the other groups, by [#seen].
  public void news(int group, double units) {
    used[group] = true;
    news[group] += units;
  }

  /// All news of one look at the fleet are told. They count together, or what is forgotten between
  /// one group's and the next would make the last the hottest.
  public void seen() {
    for (int i = 0; i < refused.length; i++) {
      refused[i] += news[i];
      news[i] = 0;
    }
    forget();
  }

  private void forget() {
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
