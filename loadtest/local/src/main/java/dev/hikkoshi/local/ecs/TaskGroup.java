package dev.hikkoshi.local.ecs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tasks of one service: as many as are desired, within the bounds of the autoscaler if it has
/// one that is not suspended. Thread-safe.
public final class TaskGroup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskGroup.class);

  private final Supplier<AutoCloseable> task;
  private final ExecutorService changes;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private int desired;
  private int runningCount;
  private int most;
  private OptionalInt min = OptionalInt.empty();
  private OptionalInt max = OptionalInt.empty();
  private boolean suspended;

  TaskGroup(String name, Supplier<AutoCloseable> task) {
    this.task = task;
    changes = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("ecs-" + name).factory());
  }

  /// Has the autoscaler look after it.
  public synchronized void bounds(int least, int greatest) {
    min = OptionalInt.of(least);
    max = OptionalInt.of(greatest);
    desire(desired);
  }

  /// Has the autoscaler do nothing, or go on.
  public synchronized void suspend(boolean suspends) {
    suspended = suspends;
    desire(desired);
  }

  /// Whether the autoscaler does nothing.
  public synchronized boolean suspended() {
    return suspended;
  }

  /// As the autoscaler has it; nothing without one.
  public synchronized OptionalInt min() {
    return min;
  }

  /// As the autoscaler has it; nothing without one.
  public synchronized OptionalInt max() {
    return max;
  }

  /// Asks for so many tasks; the autoscaler brings that back within its bounds.
  public synchronized void desire(int count) {
    desired = suspended ? count : Math.max(min.orElse(count), Math.min(max.orElse(count), count));
    changes.execute(this::converge);
  }

  public synchronized int desired() {
    return desired;
  }

  public synchronized int runningCount() {
    return runningCount;
  }

  /// The most that ever ran.
  public synchronized int most() {
    return most;
  }

  private void converge() {
    while (running.size() != desired()) {
      if (running.size() < desired()) {
        running.push(task.get());
        ran(running.size());
      } else {
        AutoCloseable last = running.pop();
        ran(running.size());
        stop(last);
      }
    }
  }

  private synchronized void ran(int tasks) {
    runningCount = tasks;
    most = Math.max(most, tasks);
  }

  private static void stop(AutoCloseable task) {
    try {
      task.close();
    } catch (Exception e) {
      LOG.warn("A task did not stop", e);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      min = OptionalInt.empty();
    }
    desire(0);
    changes.close();
  }
}
