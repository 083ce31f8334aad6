package dev.hikkoshi.common.migration;

/// How many producers and workers `run` starts in its own process; 0 to 1,000 of each.
public record LocalFleet(int producers, int workers) implements Fleet {
  /// One producer, two workers.
  public static final LocalFleet DEFAULT = new LocalFleet(1, 2);

  static final int MAX = 1_000;

  public LocalFleet {
    if (producers < 0 || producers > MAX || workers < 0 || workers > MAX) {
      throw new IllegalArgumentException("producers and workers must be 0 to " + MAX);
    }
  }
}
