package dev.hikkoshi.bench.virtual;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;

/// Virtual threads that all run on the thread that calls [#run], one at a time, each until it waits
/// for something: on a lock, a queue or a semaphore as well as in [Node]. The same code does the
/// same in the same order every time. For one thread.
///
/// The JDK lets nobody choose a virtual thread's scheduler yet, so its package-private constructor
/// is called; the JVM needs `--add-opens java.base/java.lang=ALL-UNNAMED`.
final class Fibers implements Executor {
  private static final String BUILDER = "java.lang.ThreadBuilders$VirtualThreadBuilder";

  private final Thread carrier = Thread.currentThread();
  private final Deque<Runnable> ready = new ConcurrentLinkedDeque<>();
  private final Constructor<?> builders;

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
      return ((Thread.Builder.OfVirtual) builders.newInstance(this)).name(name).unstarted(task);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void execute(Runnable continuation) {
    Thread caller = Thread.currentThread();
    if (!caller.equals(carrier) && !caller.isVirtual()) {
      throw new IllegalStateException(
          "real time got into a simulation: a timed wait that is not the node's");
    }
    ready.add(continuation);
  }

  /// Runs every thread that can run until none can.
  void run() {
    for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
      next.run();
    }
  }
}
