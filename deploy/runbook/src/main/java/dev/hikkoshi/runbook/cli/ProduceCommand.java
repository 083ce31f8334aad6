package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.metrics.Meters;
import dev.hikkoshi.producer.Producer;
import dev.hikkoshi.producer.split.SplitPlanner;
import dev.hikkoshi.runbook.LocalFleetRunner;
import dev.hikkoshi.runbook.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `produce`: one producer.
@Command(
    name = "produce",
    description = {
      "Takes splits from the queue, reads their files and sends their items, until SIGTERM; then hands back and exits 0.",
      "Configured by the environment: HIKKOSHI_LEDGER_TABLE, HIKKOSHI_SPLITS_QUEUE, HIKKOSHI_WORK_QUEUE, HIKKOSHI_DEAD_QUEUE,",
      "HIKKOSHI_PAYLOAD_BUCKET (for items larger than a message), and the AWS SDK's own variables.",
      "HIKKOSHI_METRICS=cloudwatch publishes metrics there, under HIKKOSHI_METRICS_NAMESPACE (Hikkoshi); HIKKOSHI_METRICS_PORT is where Prometheus",
      "may read them; HIKKOSHI_LOG_FORMAT=json writes logs as JSON lines."
    },
    mixinStandardHelpOptions = true)
public final class ProduceCommand implements CliCommand {
  @Mixin private final Output output = new Output();

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() {
    return new Service("produce", "producer", SplitPlanner.MAX_FILES, ProduceCommand::start)
        .untilStopped(output);
  }

  private static Service.Running start(Services services, Meters meters) {
    Producer producer = LocalFleetRunner.startProducer(services, meters);
    return new Service.Running(producer::held, producer::close);
  }
}
