package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.metrics.Meters;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.service.MetricsSettings;
import dev.hikkoshi.runbook.service.PublishedMetrics;
import dev.hikkoshi.runbook.service.TaskProtection;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;

/// A service that runs until its process is told to stop.
///
/// @param name of its command
/// @param role as its metrics name it
/// @param connections the most HTTP connections it needs at once
/// @param start starts it
record Service(String name, String role, int connections, Start start) {
  /// Starts it once ledger and queues are there, waits, and closes it.
  int untilStopped(Output output) {
    MetricsSettings metricsSettings = Fleets.checked(MetricsSettings::from);
    try (var services = Fleets.services(connections);
        var metrics = new PublishedMetrics(metricsSettings)) {
      services.await();
      Running running = start.start(services, metrics.meters(role));
      Optional<TaskProtection> protection = TaskProtection.from(System.getenv(), running.held());
      try {
        output.progress(name + ": ready");
        new CountDownLatch(1).await();
      } finally {
        running.close().run();
        protection.ifPresent(TaskProtection::close);
      }
    } catch (InterruptedException stopped) {
      // SIGTERM or SIGINT
    } catch (IOException e) {
      throw CommandException.usage(
          "HIKKOSHI_METRICS_PORT", "metrics cannot be served on HIKKOSHI_METRICS_PORT: " + e);
    }
    output.answer(Output.object().put("service", name).put("state", "stopped"), name + ": stopped");
    return Exit.DONE;
  }

  /// Starts a service.
  @FunctionalInterface
  interface Start {
    Running start(Services services, Meters meters);
  }

  /// A running service.
  ///
  /// @param held how much it works on now
  /// @param close stops it; returns when it has drained
  record Running(IntSupplier held, Runnable close) {}
}
