package dev.hikkoshi.common.item;

/// Runs a property for many seeds. A failure names its seed; `-Dhikkoshi.seed=N` begins there.
public final class Seeds {
  private Seeds() {}

  public static void each(int count, Property property) {
    long first = Long.getLong("hikkoshi.seed", 1);
    for (long seed = first; seed < first + count; seed++) {
      try {
        property.check(seed);
      } catch (Exception | AssertionError e) {
        throw new AssertionError("with -Dhikkoshi.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /// What must hold whatever the seed.
  @FunctionalInterface
  public interface Property {
    void check(long seed) throws Exception;
  }
}
