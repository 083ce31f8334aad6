package dev.hikkoshi.common.aws;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cuts calls that take too long. Their sockets wait without a limit: a timed wait of a virtual
/// thread starts and cancels a timer, and each wakes another thread, which took a tenth of a
/// worker's CPU time (docs/performance.md). Thread-safe.
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /// A call is cut at the latest when it has taken this part of the limit more.
  private static final int PRECISION = 10;

  private final Duration limit;
  private final Set<Call> underWay = ConcurrentHashMap.newKeySet();
  private final Thread sweeper;

  /// @param limit how long a call may take
  Watchdog(Duration limit) {
    this.limit = limit;
    sweeper = Thread.ofVirtual().name("watchdog").start(this::sweep);
  }

  /// Begins to watch a call, until it is closed.
  ///
  /// @param cut makes it fail soon; does nothing when it is over already
  Call watch(Runnable cut) {
    var call = new Call(cut);
    underWay.add(call);
    return call;
  }

  private void sweep() {
    try {
      while (true) {
        Thread.sleep(limit.dividedBy(PRECISION));
        long now = System.nanoTime();
        underWay.forEach(call -> call.cutIfLate(now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    sweeper.interrupt();
  }

  /// A call under way.
  final class Call implements AutoCloseable {
    private final long begun = System.nanoTime();
    private final Runnable cut;
    private volatile boolean late;

    private Call(Runnable cut) {
      this.cut = cut;
    }

    private void cutIfLate(long now) {
      if (now - begun <= limit.toNanos()) {
        return;
      }
      late = true;
      try {
        cut.run();
      } catch (RuntimeException e) { // the others are watched all the same
        LOG.warn("A call that takes longer than {} could not be cut", limit, e);
      }
    }

    /// @param failure what the call ended in
    /// @throws SocketTimeoutException if that is because it was cut
    void throwIfLate(Exception failure) throws SocketTimeoutException {
      if (late) {
        var told = new SocketTimeoutException("no complete answer within " + limit);
        told.initCause(failure);
        throw told;
      }
    }

    @Override
    public void close() {
      underWay.remove(this);
    }
  }
}
