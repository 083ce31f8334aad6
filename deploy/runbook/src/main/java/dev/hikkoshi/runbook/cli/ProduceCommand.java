package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.producer.split.SplitPlanner;
import dev.hikkoshi.runbook.LocalFleetRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `produce`: one producer.
@Command(
    name = "produce",
    description = {
      "Takes splits from the queue, reads their files and sends their items, until SIGTERM; then hands back and exits 0.",
      "Configured by the environment: HIKKOSHI_LEDGER_TABLE, HIKKOSHI_SPLITS_QUEUE, HIKKOSHI_WORK_QUEUE, HIKKOSHI_DEAD_QUEUE,",
      "HIKKOSHI_PAYLOAD_BUCKET (for items larger than a message), and the AWS SDK's own variables."
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
    return Service.untilStopped(
        output,
        "produce",
        SplitPlanner.MAX_FILES,
        services -> LocalFleetRunner.startProducer(services)::close);
  }
}
