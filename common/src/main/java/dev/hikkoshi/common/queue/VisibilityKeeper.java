package dev.hikkoshi.common.queue;

import dev.hikkoshi.common.time.Time;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps deliveries invisible to others while they are being worked on: one thread extends all of
/// them at a third of the visibility time. A frozen or killed process stops extending, and its
/// messages come back by themselves.
public final class VisibilityKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VisibilityKeeper.class);

  private final Set<Delivery> held = ConcurrentHashMap.newKeySet();
  private final Duration visibility;
  private final Time time;
  private final Thread thread;

  /// Starts the thread.
  public VisibilityKeeper(Duration visibility, Time time) {
    this.visibility = visibility;
    this.time = time;
    this.thread = time.start("visibility-keeper", this::run);
  }

  /// Extends the delivery until the returned hold is closed. Close it before acknowledging or
  /// handing back.
  public Hold hold(Delivery delivery) {
    held.add(delivery);
    return () -> held.remove(delivery);
  }

  private void run() {
    try {
      while (true) {
        time.sleep(visibility.dividedBy(3));
        held.forEach(this::extend);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void extend(Delivery delivery) {
    try {
      if (held.contains(delivery)) {
        delivery.visibility(visibility);
      }
    } catch (RuntimeException e) {
      LOG.warn("A message could not be kept and may be delivered twice: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A delivery being kept.
  @FunctionalInterface
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }
}
