package dev.hikkoshi.runbook;

import dev.hikkoshi.runbook.cli.HikkoshiCommand;
import dev.hikkoshi.worker.WorkerSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The program's entry. SIGINT and SIGTERM interrupt the command, which then has time to finish
/// what is under way; its own exit code is the program's.
public final class Main {
  /// What is left after a worker's drain.
  private static final Duration AFTER_DRAIN = Duration.ofSeconds(10);

  private static final int KILLED = 137;
  private static final int FAILED = 1;

  private Main() {}

  public static void main(String[] arguments) {
    var command = Thread.currentThread();
    var exit = new CompletableFuture<Integer>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(command, exit), "stop"));
    int code = FAILED;
    try {
      code = HikkoshiCommand.execute(arguments);
    } finally {
      exit.complete(code);
    }
    System.exit(code);
  }

  private static void stop(Thread command, CompletableFuture<Integer> exit) {
    if (exit.isDone()) {
      return;
    }
    command.interrupt();
    int code = KILLED;
    long seconds = drain().plus(AFTER_DRAIN).toSeconds();
    try {
      code = exit.get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      System.err.println("hikkoshi: did not stop within " + seconds + " s");
    }
    // The command's exit code, not the signal's: a service that drained in time has done well.
    Runtime.getRuntime().halt(code);
  }

  private static Duration drain() {
    try {
      return WorkerSettings.from(System.getenv()).drain();
    } catch (IllegalArgumentException e) {
      return WorkerSettings.DEFAULT_DRAIN; // the command has refused it
    }
  }
}
