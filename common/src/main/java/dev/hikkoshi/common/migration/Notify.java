package dev.hikkoshi.common.migration;

import java.time.Duration;

/// Who is told how a run goes.
///
/// @param topic ARN of an SNS topic
/// @param stall told once nothing has moved for so long; 1 minute to 24 hours
public record Notify(String topic, Duration stall) {
  /// Longer than an outage usually lasts, short enough to be of use in one night.
  public static final Duration DEFAULT_STALL = Duration.ofMinutes(10);
}
