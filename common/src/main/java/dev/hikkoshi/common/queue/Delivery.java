package dev.hikkoshi.common.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// One message as it was handed to this process. Unless acknowledged it comes back when its
/// visibility runs out.
public interface Delivery {
  /// The message's text.
  String body();

  /// The same as UTF-8; not to be written to.
  default byte[] utf8() {
    return body().getBytes(StandardCharsets.UTF_8);
  }

  /// Why its body is not what was sent and must not be worked on: it points to a payload that this
  /// process will not read. Usually nothing.
  default Optional<String> refusal() {
    return Optional.empty();
  }

  /// How many times the message was handed out so far, this time included; an approximation, as SQS
  /// says.
  int receiveCount();

  /// Removes the message from the queue for good. Only after its work is durable.
  ///
  /// @throws QueueException if it could not be removed: the message will come back
  void acknowledge();

  /// Keeps the message invisible to others for this long from now; `ZERO` hands it back at once.
  ///
  /// @throws QueueException if the queue could not be told
  void visibility(Duration fromNow);
}
