package dev.hikkoshi.common.capacity;

import org.jspecify.annotations.Nullable;

/// Checks of profile values; every failure names the key, the value and what is allowed.
final class Require {
  /// Units per second, seconds or bytes: more is no table, no night and no item.
  static final double MOST = 1e12;

  private Require() {}

  static void that(boolean allowed, String key, double value, String range) {
    if (!allowed) {
      throw new InvalidProfileException(key, "is " + value + ", allowed is " + range);
    }
  }

  static void positive(String key, double value) {
    that(value > 0 && value <= MOST, key, value, "more than 0 and at most " + MOST);
  }

  static void notNegative(String key, double value) {
    that(value >= 0 && value <= MOST, key, value, "0 to " + MOST);
  }

  static double present(String key, @Nullable Double value) {
    if (value == null) {
      throw new InvalidProfileException(key, "is missing, allowed is a number");
    }
    return value;
  }

  static void fraction(String key, double value) {
    that(value > 0 && value <= 1, key, value, "more than 0 and at most 1");
  }
}
