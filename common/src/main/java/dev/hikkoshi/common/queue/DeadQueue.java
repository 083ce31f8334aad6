package dev.hikkoshi.common.queue;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where messages go that cannot be read at all. Thread-safe.
public final class DeadQueue {
  private static final Logger LOG = LoggerFactory.getLogger(DeadQueue.class);
  private static final int MAX_CHARS = 200_000;

  private final WorkQueue queue;

  public DeadQueue(WorkQueue queue) {
    this.queue = queue;
  }

  /// Puts a message aside, its reason first and its text as it came (cut if it is very long), and
  /// acknowledges it.
  public void putAside(Delivery delivery, String reason) {
    LOG.warn("A message was put aside in {}: {}", queue.name(), reason);
    queue.send(reason + "\n" + start(delivery.body()), Duration.ZERO);
    delivery.acknowledge();
  }

  private static String start(String body) {
    if (body.length() <= MAX_CHARS) {
      return body;
    }
    boolean halves = Character.isHighSurrogate(body.charAt(MAX_CHARS - 1));
    return body.substring(0, halves ? MAX_CHARS - 1 : MAX_CHARS);
  }
}
