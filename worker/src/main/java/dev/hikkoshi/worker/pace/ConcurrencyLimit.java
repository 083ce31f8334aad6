package dev.hikkoshi.worker.pace;

/// How many requests may be open at once: one more for each that was accepted, half as many when
/// one is refused. So at a refused share of `p` about `2 ÷ p` may: nothing to notice at the 0.1 %
/// that a pace at its limit is refused, a few when a tenth is refused. Refusals of requests that
/// were open at the last halving are no news. Thread-safe.
final class ConcurrencyLimit {
  /// As many as a worker opens at all.
  static final int MOST = 1_024;

  static final int LEAST = 4;

  private int limit = MOST;
  private int open;
  private int old;

  /// Waits until one more may be open. What becomes of it is told before it leaves.
  synchronized void enter() throws InterruptedException {
    while (open >= limit) {
      wait();
    }
    open++;
  }

  synchronized void leave() {
    open--;
    old = Math.max(0, old - 1);
    notifyAll();
  }

  synchronized void accepted() {
    limit = Math.min(MOST, limit + 1);
  }

  synchronized void refused() {
    if (old > 0) {
      return;
    }
    limit = Math.max(LEAST, Math.min(limit, Math.max(open, LEAST)) / 2);
    old = open;
  }

  synchronized int limit() {
    return limit;
  }
}
