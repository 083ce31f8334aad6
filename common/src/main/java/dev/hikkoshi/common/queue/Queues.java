package dev.hikkoshi.common.queue;

import java.time.Duration;

/// The queues of one process. Thread-safe.
public interface Queues extends AutoCloseable {
  /// How long a received message stays invisible unless it is extended.
  Duration VISIBILITY = Duration.ofSeconds(30);

  /// Opens an existing queue.
  ///
  /// @throws QueueException if there is no such queue
  WorkQueue open(String name);

  /// Whether there is a queue of that name.
  boolean exists(String name);

  /// Creates the queue unless it is there.
  void create(String name);

  @Override
  void close();
}
