package dev.hikkoshi.bench.virtual;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Virtual threads that all run on the thread that calls [#run], one at a time, each until it waits
/// for something: on a lock, a queue or a semaphore as well as in [Node]. The same code does the
/// same in the same order every time, even if it meets another simulation of the same JVM at a
/// monitor that is everyone's. Who yields gives way to nobody. For one thread.
///
/// The JDK lets nobody choose a virtual thread's scheduler yet, so its package-private constructor
/// is called; the JVM needs `--add-opens java.base/java.lang=ALL-UNNAMED`.
final class Fibers implements Executor {
  private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";

  /// The JDK's thread that goes on with whoever has waited for a monitor.
  private static final String UNBLOCKER = "VirtualThread-unblocker";

  /// In real time: nobody holds a monitor for so long.
  private static final long MOST_BLOCKED_NANOS = 30_000_000_000L;

  private final Thread carrier = Thread.currentThread();
  private final Deque<Runnable> ready = new ConcurrentLinkedDeque<>();
  private final IdentityHashMap<Runnable, Thread> threads = new IdentityHashMap<>();
  private final Constructor<?> builders;
  private @Nullable Thread begun;

  Fibers() {
    try {
      builders = Class.forName(BUILDER).getDeclaredConstructor(Executor.class);
      builders.setAccessible(true);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw new IllegalStateException(
          "virtual time needs a JVM started with --add-opens java.base/java.lang=ALL-UNNAMED", e);
    }
  }

  Thread thread(String name, Runnable task) {
    try {
      return ((Thread.Builder.OfVirtual) builders.newInstance(this))
          .name(name)
          .unstarted(() -> {
            begun = Thread.currentThread();
            task.run();
          });
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void execute(Runnable continuation) {
    Thread caller = Thread.currentThread();
    if (!caller.equals(carrier) && !caller.isVirtual() && !caller.getName().equals(UNBLOCKER)) {
      throw new IllegalStateException(
          "real time got into a simulation: a timed wait that is not the node's");
    }
    ready.add(continuation);
  }

  /// Runs every thread that can run until none can.
  void run() {
    for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
      while (goesOnAfter(next)) {
        awaitReady(next);
      }
    }
  }

  /// Lets a thread run until it waits.
  ///
  /// @return whether it goes on before any other: it waits for a monitor, or can run already
  private boolean goesOnAfter(Runnable continuation) {
    begun = null;
    continuation.run();
    Thread thread = begun == null ? threads.get(continuation) : begun;
    if (thread == null) {
      return false;
    }
    threads.put(continuation, thread);
    return switch (thread.getState()) {
      case BLOCKED, RUNNABLE -> true; // which of the two is a race with the monitor's owner
      case TERMINATED -> {
        threads.remove(continuation);
        yield false;
      }
      default -> false;
    };
  }

  /// As if the carrier had waited: nobody else runs meanwhile.
  private void awaitReady(Runnable continuation) {
    long start = System.nanoTime();
    while (!ready.remove(continuation)) {
      if (System.nanoTime() - start > MOST_BLOCKED_NANOS) {
        throw new IllegalStateException(
            "a simulated thread waits for a monitor whose owner waits in virtual time");
      }
      Thread.onSpinWait();
    }
  }
}
