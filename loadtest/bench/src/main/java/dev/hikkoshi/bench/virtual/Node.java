package dev.hikkoshi.bench.virtual;

import dev.hikkoshi.common.aws.NotSentException;
import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One process: its time, its threads and its network. It can be killed or frozen at any request;
/// what it has sent by then may still take effect.
final class Node implements Time {
  /// The process that the current thread belongs to.
  static final ThreadLocal<@Nullable Node> CURRENT = new ThreadLocal<>();

  private static final Duration DOUBT = Duration.ofSeconds(2);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration LEAVING = Duration.ofMillis(1);
  private static final Duration LEAST_LATENCY = Duration.ofMillis(1);
  private static final Duration MOST_LATENCY = Duration.ofMillis(15);
  private static final Duration SLOW = Duration.ofMillis(500);
  private static final double OFTEN = 0.05;
  private static final double QUICKLY = 0.8;
  private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
  private static final Duration MOST_PAUSE = Duration.ofSeconds(200);
  private static final Duration LEAST_LATE = Duration.ofMillis(500);
  private static final Duration MOST_LATE = Duration.ofSeconds(150);

  /// When a client gives up waiting for a reply.
  private static final Duration TIME_OUT = Duration.ofSeconds(30);

  private final World world;
  private final Chaos chaos;
  private final String name;
  private final long skewNanos;
  private final long doubtNanos;
  private final Runnable onKill;
  private final Set<Wait> waits = new LinkedHashSet<>();
  private final List<Wait> due = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private boolean killed;
  private boolean frozen;

  /// @param onKill told when chance has killed it
  Node(World world, Chaos chaos, String name, Runnable onKill) {
    this.onKill = onKill;
    this.world = world;
    this.chaos = chaos;
    this.name = name;
    this.skewNanos = skew(chaos.faults().skew());
    this.doubtNanos = skew(DOUBT);
  }

  private long skew(Duration most) {
    return most.isZero() ? 0 : world.random().nextLong(-most.toNanos(), most.toNanos());
  }

  private static final class Wait {
    private final Thread thread = Thread.currentThread();
    private boolean over;
  }

  String name() {
    return name;
  }

  World world() {
    return world;
  }

  // Time

  /// This machine's own clock, which may be wrong.
  @Override
  public Clock clock() {
    return wrongBy(skewNanos);
  }

  /// The servers' time, as far as their answers tell it.
  Clock serverClock() {
    return wrongBy(doubtNanos);
  }

  private Clock wrongBy(long nanos) {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Instant instant() {
        return world.instant().plusNanos(nanos);
      }
    };
  }

  @Override
  public long nanoTime() {
    return world.now() + Math.abs(skewNanos) * 1_000;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    park(duration.toNanos(), true);
  }

  @Override
  public Thread thread(String threadName, Runnable task) {
    Thread thread = world.fibers().thread(name + "/" + threadName, () -> live(task));
    threads.add(thread);
    return thread;
  }

  private void live(Runnable task) {
    CURRENT.set(this);
    try {
      task.run();
    } catch (Killed e) {
      // as it should
    } catch (RuntimeException | Error e) {
      world.violated("a thread of " + name + " died of " + e + stack(e));
    }
  }

  static String stack(Throwable e) {
    var stack = new StringBuilder();
    for (var at : e.getStackTrace()) {
      if (at.getClassName().startsWith("dev.hikkoshi") && stack.length() < 2_000) {
        stack.append("\n      at ").append(at);
      }
    }
    return e.getCause() == null ? stack.toString() : stack + "\n    of " + e.getCause();
  }

  @Override
  public boolean join(Thread thread, Duration atMost) throws InterruptedException {
    long end = world.now() + atMost.toNanos();
    while (thread.isAlive() && world.now() < end) {
      sleep(POLL);
    }
    return !thread.isAlive();
  }

  // Network

  /// A request that can only fail to arrive, or to be answered.
  ///
  /// @param effect happens at the other end, perhaps after this process has ended
  /// @throws IOException if no reply came; whether it took effect is not known
  <T> T request(String what, Chaos.Kind kind, Supplier<T> effect) throws IOException {
    mishap(what, kind);
    pause(world.between(Duration.ZERO, LEAVING));
    var reply = new Reply<T>(effect);
    Chaos.Fate fate = chaos.fate(kind);
    long there = way();
    long back = way();
    switch (fate) {
      case ANSWERED, LOST -> {
        world.after(there, () -> reply.happen(what));
        pause(there + back);
      }
      case UNSENT -> pause(there);
      case LATE -> {
        world.after(world.between(LEAST_LATE, MOST_LATE), () -> reply.happen(what + " (late)"));
        // The connection breaks, or the client waits as long as it waits.
        pause(world.chance(QUICKLY) ? there : TIME_OUT.toNanos());
      }
    }
    mishap(what, kind);
    if (fate == Chaos.Fate.ANSWERED) {
      return reply.get();
    }
    world.trace(() -> name + " gets no reply to " + what + " (" + fate + ")");
    var failure = new IOException("no reply to " + what);
    throw fate == Chaos.Fate.UNSENT && world.chance(0.5)
        ? new NotSentException("nobody listens", failure)
        : failure;
  }

  private long way() {
    return world.between(LEAST_LATENCY, chaos.roll(OFTEN) ? SLOW : MOST_LATENCY);
  }

  private final class Reply<T> {
    private final Supplier<T> effect;
    private @Nullable T value;
    private @Nullable RuntimeException refusal;

    Reply(Supplier<T> effect) {
      this.effect = effect;
    }

    void happen(String what) {
      try {
        value = effect.get();
        world.trace(() -> name + " " + what + " → " + shown(value));
      } catch (RuntimeException e) {
        refusal = e;
        world.trace(() -> name + " " + what + " → " + e);
      }
    }

    T get() {
      if (refusal != null) {
        throw refusal;
      }
      if (value == null) {
        throw new IllegalStateException("nothing has happened yet");
      }
      return value;
    }
  }

  private static String shown(@Nullable Object value) {
    String text =
        switch (value) {
          case null -> "nothing";
          case byte[] bytes -> bytes.length + " bytes";
          case RawDynamoDb.Reply reply ->
              reply.status() + " " + new String(reply.body(), StandardCharsets.UTF_8);
          default -> value.toString();
        };
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  private void mishap(String what, Chaos.Kind kind) {
    check();
    if (chaos.kills(kind)) {
      world.trace(() -> "KILL " + name + " at " + what);
      kill();
      onKill.run();
      throw new Killed();
    }
    if (!frozen && chaos.freezes(kind)) {
      long nanos = world.between(LEAST_PAUSE, MOST_PAUSE);
      world.trace(() -> "FREEZE " + name + " at " + what + " for " + nanos / 1e9 + " s");
      frozen = true;
      world.after(nanos, this::thaw);
      pause(0);
    }
  }

  // Life and death

  /// Ends the process: none of its threads does anything any more.
  void kill() {
    killed = true;
    due.clear();
    List.copyOf(waits).forEach(this::end);
  }

  boolean isKilled() {
    return killed;
  }

  boolean isFrozen() {
    return frozen;
  }

  private void thaw() {
    if (killed) {
      return;
    }
    world.trace(() -> "THAW " + name);
    frozen = false;
    List.copyOf(due).forEach(this::end);
    due.clear();
  }

  /// Ends what nothing else ended.
  boolean bury() {
    threads.forEach(Thread::interrupt);
    return threads.stream().noneMatch(Thread::isAlive);
  }

  private void check() {
    if (killed) {
      throw new Killed();
    }
  }

  /// Waits, and cannot be interrupted.
  void pause(long nanos) {
    try {
      park(nanos, false);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void park(long nanos, boolean interruptible) throws InterruptedException {
    check();
    var wait = new Wait();
    waits.add(wait);
    world.after(
        nanos,
        () -> {
          if (frozen && !wait.over) {
            due.add(wait);
          } else {
            end(wait);
          }
        });
    boolean interrupted = false;
    while (!wait.over) {
      LockSupport.park(wait);
      if (Thread.interrupted() && !wait.over) {
        if (interruptible) {
          end(wait);
          check();
          throw new InterruptedException();
        }
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    check();
  }

  private void end(Wait wait) {
    wait.over = true;
    waits.remove(wait);
    LockSupport.unpark(wait.thread);
  }
}
