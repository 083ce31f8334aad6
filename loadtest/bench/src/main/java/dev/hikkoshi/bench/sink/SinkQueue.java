package dev.hikkoshi.bench.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One queue of a sink. Thread-safe.
public final class SinkQueue {
  private final BlockingQueue<Supplier<SqsMessage>> waiting = new LinkedBlockingQueue<>();
  private final Counter sent = new Counter();
  private final Counter acknowledged = new Counter();

  SinkQueue() {}

  /// Offers a message, made when it is received.
  public void offer(Supplier<SqsMessage> message) {
    waiting.add(message);
  }

  /// Messages sent to it; they are not handed out.
  public Counter sent() {
    return sent;
  }

  /// Messages deleted from it.
  public Counter acknowledged() {
    return acknowledged;
  }

  List<SqsMessage> receive(int atMost, Duration wait) throws InterruptedException {
    var messages = new ArrayList<SqsMessage>(atMost);
    @Nullable Supplier<SqsMessage> next = waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    while (next != null) {
      messages.add(next.get());
      next = messages.size() < atMost ? waiting.poll() : null;
    }
    return messages;
  }
}
