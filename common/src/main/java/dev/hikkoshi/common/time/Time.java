package dev.hikkoshi.common.time;

import java.time.Clock;
import java.time.Duration;

/// The time a process lives in: its clocks, its waits, and the threads that wait. [#SYSTEM] in
/// production; a simulation runs in a time of its own, a test that only must not wait is `_ -> {}`.
@FunctionalInterface
public interface Time extends Sleeper {
  /// The machine's own.
  Time SYSTEM = Thread::sleep;

  /// What day it is; jumps when somebody sets it.
  default Clock clock() {
    return Clock.systemUTC();
  }

  /// A monotonic clock.
  default long nanoTime() {
    return System.nanoTime();
  }

  /// A thread that is not started yet.
  default Thread thread(String name, Runnable task) {
    return Thread.ofVirtual().name(name).unstarted(task);
  }

  /// Starts a thread.
  default Thread start(String name, Runnable task) {
    Thread thread = thread(name, task);
    thread.start();
    return thread;
  }

  /// Waits for a thread's end.
  ///
  /// @return whether it came in time
  default boolean join(Thread thread, Duration atMost) throws InterruptedException {
    return thread.join(atMost);
  }
}
