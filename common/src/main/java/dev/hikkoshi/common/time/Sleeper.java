package dev.hikkoshi.common.time;

import java.time.Duration;

/// Waits. `Thread::sleep` in production; a test returns at once.
@FunctionalInterface
public interface Sleeper {
  /// Returns when this much time has passed.
  ///
  /// @throws InterruptedException if the thread is interrupted meanwhile
  void sleep(Duration duration) throws InterruptedException;
}
