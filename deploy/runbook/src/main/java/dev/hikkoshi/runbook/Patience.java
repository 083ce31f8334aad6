package dev.hikkoshi.runbook;

import dev.hikkoshi.common.queue.WorkQueue;
import java.time.Duration;
import java.util.List;

/// Notices when messages were lost: nothing goes on, although the queues that should carry the work
/// are empty. For one thread.
final class Patience {
  /// Longer than a queue hides a message whose receiver died.
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private final List<WorkQueue> queues;
  private long progress = -1;
  private long sinceNanos;

  /// @param queues that carry the work waited for
  Patience(List<WorkQueue> queues) {
    this.queues = List.copyOf(queues);
  }

  /// Tells how far the work is.
  ///
  /// @return whether it has to be sent again
  boolean exhausted(long newProgress, long nowNanos) {
    if (newProgress != progress || queues.stream().anyMatch(queue -> queue.depth().total() > 0)) {
      progress = newProgress;
      sinceNanos = nowNanos;
      return false;
    }
    if (nowNanos - sinceNanos < LIMIT.toNanos()) {
      return false;
    }
    sinceNanos = nowNanos;
    return true;
  }
}
