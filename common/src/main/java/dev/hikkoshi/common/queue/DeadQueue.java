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
    queue.send(acceptable(reason + "\n" + start(delivery.body())), Duration.ZERO);
    delivery.acknowledge();
  }

  /// The text with U+FFFD for every character that SQS refuses, half surrogate pairs among them:
  /// putting aside must never fail for what is in a message.
  private static String acceptable(String text) {
    var accepted = new StringBuilder(text.length());
    text.codePoints().map(c -> isAcceptable(c) ? c : 0xFFFD).forEach(accepted::appendCodePoint);
    return accepted.toString();
  }

  private static boolean isAcceptable(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  private static String start(String body) {
    if (body.length() <= MAX_CHARS) {
      return body;
    }
    boolean halves = Character.isHighSurrogate(body.charAt(MAX_CHARS - 1));
    return body.substring(0, halves ? MAX_CHARS - 1 : MAX_CHARS);
  }
}
