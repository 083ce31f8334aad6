package dev.hikkoshi.worker;

import java.util.Map;

/// What a worker is told by its environment.
///
/// @param threads units worked on at once; 1 to 1,000
public record WorkerSettings(int threads) {
  /// Enough to hide the latency of one batch behind the others.
  public static final int DEFAULT_THREADS = 32;

  private static final int MAX_THREADS = 1_000;

  /// Reads `HIKKOSHI_THREADS`.
  ///
  /// @throws IllegalArgumentException naming the variable, its value and what is allowed
  public static WorkerSettings from(Map<String, String> environment) {
    String value = environment.getOrDefault("HIKKOSHI_THREADS", String.valueOf(DEFAULT_THREADS));
    try {
      int threads = Integer.parseInt(value);
      if (threads >= 1 && threads <= MAX_THREADS) {
        return new WorkerSettings(threads);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "HIKKOSHI_THREADS is '" + value + "'; allowed: a whole number from 1 to " + MAX_THREADS);
  }
}
