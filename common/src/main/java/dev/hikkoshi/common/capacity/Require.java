package dev.hikkoshi.common.capacity;

/// Checks of profile values; every failure names the key, the value and what is allowed.
final class Require {
  private Require() {}

  static void that(boolean allowed, String key, double value, String range) {
    if (!allowed) {
      throw new InvalidProfileException(key, "is " + value + ", allowed is " + range);
    }
  }

  static void positive(String key, double value) {
    that(value > 0, key, value, "more than 0");
  }

  static void notNegative(String key, double value) {
    that(value >= 0 && value < Double.POSITIVE_INFINITY, key, value, "0 or more");
  }

  static void fraction(String key, double value) {
    that(value > 0 && value <= 1, key, value, "more than 0 and at most 1");
  }
}
