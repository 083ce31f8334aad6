package dev.hikkoshi.bench.sink;

import java.time.Duration;

/// Counts what arrives, and lets one thread wait for it. Thread-safe.
public final class Counter {
  private long count;
  private long awaited = Long.MAX_VALUE;

  synchronized void add(long more) {
    count += more;
    if (count >= awaited) {
      notifyAll();
    }
  }

  /// What was counted so far.
  public synchronized long count() {
    return count;
  }

  /// Waits until this many were counted.
  ///
  /// @param patience how long it may stand still
  /// @return false if it stood still for that long
  public synchronized boolean await(long target, Duration patience) throws InterruptedException {
    awaited = target;
    long moved = System.nanoTime();
    for (long before = count; count < target; ) {
      wait(patience.toMillis());
      if (count > before) {
        before = count;
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved >= patience.toNanos()) {
        return false;
      }
    }
    return true;
  }
}
