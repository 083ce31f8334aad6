package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.metrics.Meters;
import dev.hikkoshi.runbook.LocalFleetRunner;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.worker.Worker;
import dev.hikkoshi.worker.WorkerSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `work`: one worker.
@Command(
    name = "work",
    description = {
      "Takes work units from the queues and executes them, until SIGTERM; then finishes what is under way and exits 0.",
      "Configured by the environment: HIKKOSHI_LEDGER_TABLE, HIKKOSHI_WORK_QUEUE, HIKKOSHI_RETRY_QUEUE, HIKKOSHI_DEAD_QUEUE,",
      "HIKKOSHI_PAYLOAD_BUCKET (the producers' own), HIKKOSHI_THREADS (units at once, 32), HIKKOSHI_DRAIN_SECONDS (time to finish",
      "after SIGTERM, 90), HIKKOSHI_SIGNATURE_SECONDS (how long an endpoint that is not AWS accepts a signature),",
      "HIKKOSHI_ADHOC_ROUTES (source->destination,…: between which buckets other systems may have objects copied by message; none),",
      "HIKKOSHI_NOTIFY_TOPIC (the ARN of the SNS topic that hears of such copies), and the AWS SDK's own variables.",
      "HIKKOSHI_METRICS=cloudwatch publishes metrics there, under HIKKOSHI_METRICS_NAMESPACE (Hikkoshi); HIKKOSHI_METRICS_PORT is where Prometheus",
      "may read them; HIKKOSHI_LOG_FORMAT=json writes logs as JSON lines."
    },
    mixinStandardHelpOptions = true)
public final class WorkCommand implements CliCommand {
  @Mixin private final Output output = new Output();

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() {
    WorkerSettings settings = Fleets.settings();
    return new Service(
            "work",
            "worker",
            settings.threads() * 3,
            (services, meters) -> start(services, settings, meters))
        .untilStopped(output);
  }

  private static Service.Running start(Services services, WorkerSettings settings, Meters meters) {
    Worker worker = LocalFleetRunner.startWorker(services, settings, meters);
    return new Service.Running(worker::held, worker::close);
  }
}
