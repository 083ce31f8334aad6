package dev.hikkoshi.worker.copy;

import dev.hikkoshi.common.time.SideBySide;
import dev.hikkoshi.common.time.Time;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Steps that run side by side on a bounded number of threads.
final class Lanes {
  private Lanes() {}

  /// One step.
  @FunctionalInterface
  interface Step {
    /// @return whether more steps may begin
    boolean run(int index) throws InterruptedException;
  }

  /// Runs the steps 0 to `count - 1`, begun in this order. Returns when all that began have ended.
  ///
  /// @param lanes how many at once
  static void run(Time time, String name, int count, int lanes, Step step)
      throws InterruptedException {
    var next = new AtomicInteger();
    var goOn = new AtomicBoolean(true);
    Callable<Boolean> lane =
        () -> {
          int index = next.getAndIncrement();
          while (index < count && goOn.get()) {
            if (!step.run(index)) {
              goOn.set(false);
            }
            index = next.getAndIncrement();
          }
          return goOn.get();
        };
    try {
      SideBySide.run(time, name, Collections.nCopies(Math.min(lanes, count), lane));
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case null, default -> throw new IllegalStateException("a lane has failed", e);
      }
    }
  }
}
