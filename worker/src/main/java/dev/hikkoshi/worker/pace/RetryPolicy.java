package dev.hikkoshi.worker.pace;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// When refused items are sent again: a few times from this process, then by the retry queue. Never
/// gives up: what is refused for lack of capacity is not the items' fault.
///
/// Delays have full jitter, uniform in `[0, min(cap, base · 2ⁿ)]` for the n-th attempt (AWS
/// Architecture Blog, "Exponential Backoff And Jitter", 2015), so that workers refused together do
/// not come back together.
///
/// @param attempts how often a request is sent from this process, the first time included
/// @param base upper bound of the first delay in this process
/// @param cap upper bound of any delay in this process
/// @param handBackBase upper bound of the first delay in the retry queue
/// @param handBackCap upper bound of any delay in the retry queue; SQS allows 15 min
public record RetryPolicy(
    int attempts, Duration base, Duration cap, Duration handBackBase, Duration handBackCap) {
  /// Six attempts within about three seconds, then 5 s to a minute in the retry queue.
  public static final RetryPolicy STANDARD =
      new RetryPolicy(
          6,
          Duration.ofMillis(100),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60));

  private static final int MAX_DOUBLINGS = 30;

  /// What to do with refused items.
  public sealed interface Decision {
    /// @return how long to wait
    Duration delay();
  }

  /// Keep the items and send them again after the delay.
  public record SendAgain(Duration delay) implements Decision {}

  /// Put the items on the retry queue with the delay.
  public record HandBack(Duration delay) implements Decision {}

  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts is " + attempts + ", allowed is 1 or more");
    }
  }

  /// @param attempt how often these items were sent from this process since they were last
  ///   received, 1 or more
  /// @param handBacks how often they were handed back before
  /// @param random where the jitter comes from
  public Decision decide(int attempt, int handBacks, RandomGenerator random) {
    return attempt < attempts
        ? new SendAgain(delay(attempt, random))
        : new HandBack(handBackDelay(handBacks, random));
  }

  /// How long what is handed back stays away.
  ///
  /// @param handBacks how often it was handed back before
  public Duration handBackDelay(int handBacks, RandomGenerator random) {
    return jittered(handBackBase, handBackCap, handBacks, random);
  }

  /// How long to wait in this process before what was refused is sent again, however often it was.
  ///
  /// @param attempt how often it was sent, 1 or more
  public Duration delay(int attempt, RandomGenerator random) {
    return jittered(base, cap, attempt - 1, random);
  }

  private static Duration jittered(
      Duration base, Duration cap, int doublings, RandomGenerator random) {
    double grown = Math.scalb((double) base.toNanos(), Math.min(doublings, MAX_DOUBLINGS));
    double bound = Math.min((double) cap.toNanos(), grown);
    return Duration.ofNanos((long) (bound * random.nextDouble()));
  }
}
