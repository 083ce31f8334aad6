package dev.hikkoshi.worker.pace;

import dev.hikkoshi.common.time.Sleeper;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The [PaceController] in real time. Safe for use by several threads: they take turns in the order
/// they came, so that none starves.
///
/// Waits are cut into slices of a twentieth of a second of pace, so that a new share, a pause or an
/// interruption takes effect within one slice. What an interrupted thread had taken already is kept
/// for the next one.
public final class AdaptivePacer implements Pacer {
  private static final double SLICE_SECONDS = 0.05;
  private static final Duration PAUSED = Duration.ofMillis(50);

  private final PaceController controller;
  private final LongSupplier nanoClock;
  private final Sleeper sleeper;
  private final Permits permits;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Object lock = new Object();
  private PaceState state;
  private double spare;
  private volatile boolean stopped;

  /// @param startPace what the destination takes at once, units per second for the whole fleet
  /// @param start what that pace is to the destination
  /// @param nanoClock a monotonic clock
  /// @param sleeper an interruptible sleep by the same clock
  public AdaptivePacer(double startPace, Start start, LongSupplier nanoClock, Sleeper sleeper) {
    this(startPace, start, nanoClock, sleeper, Permits.guava(nanoClock));
  }

  /// @param permits where permits come from, by the same clock
  public AdaptivePacer(
      double startPace, Start start, LongSupplier nanoClock, Sleeper sleeper, Permits permits) {
    this.controller = new PaceController(startPace, start);
    this.nanoClock = nanoClock;
    this.sleeper = sleeper;
    this.permits = permits;
    this.state = controller.start(nanoClock.getAsLong());
  }

  @Override
  public void acquire(double units) throws InterruptedException {
    turn.lockInterruptibly();
    double taken = spare;
    spare = 0;
    try {
      double charge = units * state().costFactor();
      while (taken < charge && !stopped) {
        double pace = advance();
        double slice = Math.min(charge - taken, pace * SLICE_SECONDS);
        if (pace > 0 && permits.take(slice, pace)) {
          taken += slice;
        } else {
          sleeper.sleep(pace > 0 ? wait(slice, pace) : PAUSED);
        }
      }
      spare = Math.max(0, taken - charge);
    } catch (InterruptedException e) {
      spare = taken;
      throw e;
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public void share(Share share) {
    synchronized (lock) {
      state = controller.share(state, nanoClock.getAsLong(), share);
    }
  }

  @Override
  public void record(PaceOutcome outcome) {
    synchronized (lock) {
      state = controller.record(state, nanoClock.getAsLong(), outcome);
    }
  }

  @Override
  public double requestUnits() {
    return controller.requestUnits(state());
  }

  @Override
  public double pace() {
    return controller.told(state(), nanoClock.getAsLong());
  }

  @Override
  public double refused() {
    return state().refused();
  }

  /// @return what the controller knows now, for metrics
  public PaceState state() {
    synchronized (lock) {
      return state;
    }
  }

  private double advance() {
    synchronized (lock) {
      state = controller.advance(state, nanoClock.getAsLong());
      return state.pace();
    }
  }

  private static Duration wait(double slice, double pace) {
    return Duration.ofNanos(Math.max(1_000_000, (long) (slice / pace * 1e9)));
  }
}
