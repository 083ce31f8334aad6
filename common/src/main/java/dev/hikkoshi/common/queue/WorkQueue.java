package dev.hikkoshi.common.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// A durable queue of text messages with at-least-once delivery in no particular order.
/// Thread-safe.
public interface WorkQueue extends AutoCloseable {
  /// The longest delay a message can be sent with.
  Duration MAX_DELAY = Duration.ofMinutes(15);

  /// The largest message body in bytes of UTF-8 that a queue carries itself, with room left for
  /// attributes.
  int MAX_BYTES = (1 << 20) - 1024;

  String name();

  /// Returns once the message is durable in the queue.
  ///
  /// @param delay how long it stays invisible, rounded up to whole seconds; 0 to [#MAX_DELAY]
  /// @throws QueueException if it is not known to be durable
  void send(String body, Duration delay);

  /// The same for a message that may be larger than [#MAX_BYTES], if the queue [#takesLarge].
  ///
  /// @param migration whose message it is: what it leaves outside of the queue goes with that
  default void send(String migration, String body, Duration delay) {
    send(body, delay);
  }

  /// The same of a message whose text is there as UTF-8.
  default void send(String migration, byte[] utf8, Duration delay) {
    send(migration, new String(utf8, StandardCharsets.UTF_8), delay);
  }

  /// Whether a message may be larger than [#MAX_BYTES].
  default boolean takesLarge() {
    return false;
  }

  /// SQS delays by whole seconds; rounded up.
  static int wholeSeconds(Duration delay) {
    return Math.toIntExact(delay.plusNanos(999_999_999).toSeconds());
  }

  /// Opens a receiver for one thread.
  Receiver receiver();

  /// Messages waiting, delayed and in flight; approximate.
  QueueDepth depth();

  @Override
  void close();

  /// Receives one message at a time; for one thread at a time.
  interface Receiver extends AutoCloseable {
    /// Waits for a message as long as the queue was told to wait for one.
    ///
    /// @return nothing when none came in that time
    /// @throws QueueException if the queue could not be asked
    /// @throws InterruptedException if the thread is interrupted meanwhile
    Optional<Delivery> receive() throws InterruptedException;

    @Override
    void close();
  }
}
