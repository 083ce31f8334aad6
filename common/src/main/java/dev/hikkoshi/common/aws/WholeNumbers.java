package dev.hikkoshi.common.aws;

import java.util.Map;

/// Whole numbers from environment variables.
public record WholeNumbers(Map<String, String> environment) {
  /// The variable's value, or the default where it is not set.
  ///
  /// @throws IllegalArgumentException naming the variable, its value and what is allowed
  public int get(String name, int byDefault, int max) {
    String value = environment.getOrDefault(name, String.valueOf(byDefault));
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        name + " is '" + value + "'; allowed: a whole number from 1 to " + max);
  }
}
