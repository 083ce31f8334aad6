package dev.hikkoshi.common.time;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Tasks that run at the same time, each on a thread of its own. None outlives the call.
public final class SideBySide {
  private SideBySide() {}

  /// Runs all tasks. If one fails, or the caller is interrupted, the others are interrupted.
  ///
  /// @return the results, in the tasks' order
  /// @throws ExecutionException what the first of the failed tasks in that order threw
  public static <T> List<T> run(Time time, String name, List<? extends Callable<T>> tasks)
      throws ExecutionException, InterruptedException {
    var running = tasks.stream().map(FutureTask<T>::new).toList();
    List<Thread> threads = running.stream().map(task -> time.start(name, task)).toList();
    try {
      var results = new ArrayList<T>(running.size());
      for (var task : running) {
        results.add(task.get());
      }
      return results;
    } finally {
      threads.forEach(Thread::interrupt);
      join(threads);
    }
  }

  private static void join(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
