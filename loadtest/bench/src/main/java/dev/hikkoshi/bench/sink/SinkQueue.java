package dev.hikkoshi.bench.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One queue of a sink. Thread-safe.
public final class SinkQueue {
  /// What is handed out and neither acknowledged nor handed back.
  private static final Duration FOREVER = Duration.ofDays(1);

  private static final Duration LOOKS = Duration.ofSeconds(1);

  private final BlockingQueue<Supplier<SqsMessage>> waiting = new LinkedBlockingQueue<>();
  private final Map<String, Delivered> delivered = new ConcurrentHashMap<>();
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
    @Nullable Supplier<SqsMessage> next = first(wait);
    while (next != null) {
      SqsMessage message = next.get();
      delivered.put(
          message.receiptHandle(), new Delivered(next, System.nanoTime() + FOREVER.toNanos()));
      messages.add(message);
      next = messages.size() < atMost ? waiting.poll() : null;
    }
    return messages;
  }

  private @Nullable Supplier<SqsMessage> first(Duration wait) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    @Nullable Supplier<SqsMessage> first;
    do {
      takeBack();
      long slice = Math.clamp(end - System.nanoTime(), 0, LOOKS.toNanos());
      first = waiting.poll(slice, TimeUnit.NANOSECONDS);
    } while (first == null && end - System.nanoTime() > 0);
    return first;
  }

  private void takeBack() {
    long now = System.nanoTime();
    delivered.forEach((handle, message) -> {
      if (message.due - now <= 0 && delivered.remove(handle, message)) {
        waiting.add(message.again);
      }
    });
  }

  void acknowledge(String receiptHandle) {
    delivered.remove(receiptHandle);
    acknowledged.add(1);
  }

  /// A message that is not wanted now comes back after a while.
  void visibility(String receiptHandle, Duration fromNow) {
    long due = System.nanoTime() + fromNow.toNanos();
    delivered.computeIfPresent(receiptHandle, (_, message) -> new Delivered(message.again, due));
  }

  /// A message that was handed out and is not acknowledged.
  ///
  /// @param due when it comes back, on [System#nanoTime]'s scale
  private record Delivered(Supplier<SqsMessage> again, long due) {}
}
