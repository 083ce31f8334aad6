package dev.hikkoshi.runbook;

/// What has to be done at the end also by a thread that was told to stop.
public final class Uninterrupted {
  private Uninterrupted() {}

  /// Runs it; the thread is interrupted afterwards if it was before.
  public static void run(Runnable last) {
    boolean interrupted = Thread.interrupted();
    try {
      last.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
