package dev.hikkoshi.worker;

import dev.hikkoshi.common.aws.SignatureValidity;
import dev.hikkoshi.common.aws.WholeNumbers;
import dev.hikkoshi.worker.adhoc.AdHocSettings;
import java.time.Duration;
import java.util.Map;

/// What a worker is told by its environment.
///
/// @param threads units worked on at once; 1 to 1,000
/// @param drain how long a stopping worker may finish what is under way; 1 to 3,600 s
/// @param signatureValidity how long the destination accepts a signature
/// @param adHoc what other systems may ask for
public record WorkerSettings(
    int threads, Duration drain, Duration signatureValidity, AdHocSettings adHoc) {
  /// Enough to hide the latency of one batch behind the others.
  public static final int DEFAULT_THREADS = 32;

  private static final int MAX_THREADS = 1_000;

  /// Shorter than the 120 s after which ECS kills a task that was told to stop.
  public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(90);

  private static final int MAX_DRAIN_SECONDS = 3_600;

  /// Settings of a worker that serves migrations alone.
  public WorkerSettings(int threads, Duration drain, Duration signatureValidity) {
    this(threads, drain, signatureValidity, AdHocSettings.NONE);
  }

  /// Reads `HIKKOSHI_THREADS`, `HIKKOSHI_DRAIN_SECONDS`, `HIKKOSHI_SIGNATURE_SECONDS`,
  /// `HIKKOSHI_ADHOC_ROUTES` and `HIKKOSHI_NOTIFY_TOPIC`.
  ///
  /// @throws IllegalArgumentException naming the variable, its value and what is allowed
  public static WorkerSettings from(Map<String, String> environment) {
    var numbers = new WholeNumbers(environment);
    return new WorkerSettings(
        numbers.get("HIKKOSHI_THREADS", DEFAULT_THREADS, MAX_THREADS),
        Duration.ofSeconds(
            numbers.get(
                "HIKKOSHI_DRAIN_SECONDS", (int) DEFAULT_DRAIN.toSeconds(), MAX_DRAIN_SECONDS)),
        SignatureValidity.from(environment),
        AdHocSettings.from(environment));
  }
}
