package dev.hikkoshi.worker.pace;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before sending something again: exponential backoff with full jitter,
/// `random(0, min(cap, base × 2^n))`.
///
/// Source: Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
///
/// @param base the bound of the first wait
/// @param cap the bound of any wait
/// @param attempts how many refusals in a row are tried again before giving up
public record RetryPolicy(Duration base, Duration cap, int attempts) {
  /// Within a worker: up to 8 refusals, waits of at most 2 s.
  public static final RetryPolicy IN_PROCESS =
      new RetryPolicy(Duration.ofMillis(50), Duration.ofSeconds(2), 8);

  /// Through the retry queue: waits of at most 5 minutes, without end.
  public static final RetryPolicy QUEUE =
      new RetryPolicy(Duration.ofSeconds(5), Duration.ofMinutes(5), Integer.MAX_VALUE);

  /// The wait after the `refusals`-th refusal in a row (1, 2, …).
  public Duration delay(int refusals, RandomGenerator random) {
    double bound = Math.min((double) cap.toMillis(), base.toMillis() * Math.pow(2, refusals - 1.0));
    return Duration.ofMillis((long) (random.nextDouble() * bound));
  }
}
