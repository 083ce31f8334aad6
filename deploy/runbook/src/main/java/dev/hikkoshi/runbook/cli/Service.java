package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.runbook.Services;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// A service that runs until its process is told to stop.
final class Service {
  private Service() {}

  /// Starts it once ledger and queues are there, waits, and closes it.
  ///
  /// @param start starts the service and returns how to close it
  static int untilStopped(
      Output output, String name, int connections, Function<Services, Runnable> start) {
    try (var services = Fleets.services(connections)) {
      services.await();
      Runnable close = start.apply(services);
      try {
        output.progress(name + ": ready");
        new CountDownLatch(1).await();
      } finally {
        close.run();
      }
    } catch (InterruptedException stopped) {
      // SIGTERM or SIGINT
    }
    output.answer(Output.object().put("service", name).put("state", "stopped"), name + ": stopped");
    return Exit.DONE;
  }
}
