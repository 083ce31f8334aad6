package dev.hikkoshi.common.queue;

import java.util.List;
import java.util.Map;

/// The names of the four queues of a fleet.
///
/// @param splits splits to be read, for producers
/// @param work units fresh from the producers
/// @param retry units that were refused in part, delayed
/// @param dead messages that could not be read at all
public record QueueNames(String splits, String work, String retry, String dead) {
  /// Reads `HIKKOSHI_SPLITS_QUEUE`, `HIKKOSHI_WORK_QUEUE`, `HIKKOSHI_RETRY_QUEUE` and
  /// `HIKKOSHI_DEAD_QUEUE`; defaults `hikkoshi-splits`, `-work`, `-retry`, `-dead`.
  public static QueueNames from(Map<String, String> environment) {
    return new QueueNames(
        environment.getOrDefault("HIKKOSHI_SPLITS_QUEUE", "hikkoshi-splits"),
        environment.getOrDefault("HIKKOSHI_WORK_QUEUE", "hikkoshi-work"),
        environment.getOrDefault("HIKKOSHI_RETRY_QUEUE", "hikkoshi-retry"),
        environment.getOrDefault("HIKKOSHI_DEAD_QUEUE", "hikkoshi-dead"));
  }

  /// All four.
  public List<String> all() {
    return List.of(splits, work, retry, dead);
  }
}
