package dev.hikkoshi.producer;

import dev.hikkoshi.common.metrics.Meters;
import dev.hikkoshi.common.metrics.Metric;
import dev.hikkoshi.common.queue.QueueDepth;
import dev.hikkoshi.common.queue.WorkQueue;
import java.time.Duration;

/// The work queue, counting what was put on it. Thread-safe.
record CountedQueue(WorkQueue queue, Meters meters) implements WorkQueue {
  @Override
  public String name() {
    return queue.name();
  }

  @Override
  public void send(String body, Duration delay) {
    queue.send(body, delay);
  }

  @Override
  public void send(String migration, String body, Duration delay) {
    queue.send(migration, body, delay);
    meters.add(Metric.UNITS_SENT, migration, 1);
  }

  @Override
  public boolean takesLarge() {
    return queue.takesLarge();
  }

  @Override
  public Receiver receiver() {
    return queue.receiver();
  }

  @Override
  public QueueDepth depth() {
    return queue.depth();
  }

  @Override
  public void close() {
    queue.close();
  }
}
