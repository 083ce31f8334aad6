package dev.hikkoshi.common.queue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/// A queue that remembers what was sent and fails when a test says so. Thread-safe.
public class RecordingQueue implements WorkQueue {
  public final List<String> sent = new CopyOnWriteArrayList<>();
  public final List<Duration> delays = new CopyOnWriteArrayList<>();
  public boolean takesLarge;
  private final BooleanSupplier fails;

  public RecordingQueue() {
    this(() -> false);
  }

  /// @param fails asked before every send
  public RecordingQueue(BooleanSupplier fails) {
    this.fails = fails;
  }

  @Override
  public String name() {
    return "recording";
  }

  @Override
  public void send(String body, Duration delay) {
    if (fails.getAsBoolean()) {
      throw new QueueException("send", name(), new IOException("no connection"));
    }
    sent.add(body);
    delays.add(delay);
  }

  @Override
  public boolean takesLarge() {
    return takesLarge;
  }

  @Override
  public Receiver receiver() {
    throw new UnsupportedOperationException();
  }

  @Override
  public QueueDepth depth() {
    return new QueueDepth(sent.size(), 0, 0);
  }

  @Override
  public void close() {}
}
