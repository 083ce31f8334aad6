package dev.hikkoshi.bench.chaos;

import dev.hikkoshi.bench.demo.SdkSettings;
import dev.hikkoshi.bench.virtual.VirtualFleet;
import dev.hikkoshi.bench.virtual.VirtualResult;
import dev.hikkoshi.bench.virtual.VirtualSeeds;
import dev.hikkoshi.local.EmbeddedAws;
import dev.hikkoshi.local.EmbeddedAwsSettings;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.cli.CliCommand;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.runbook.cli.Exit;
import dev.hikkoshi.runbook.cli.Output;
import dev.hikkoshi.runbook.cli.ProgressDisplay;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `chaos`: a migration under a seeded adversary.
@Command(
    name = "chaos",
    description = {
      "Moves a table of the embedded AWS in processes of their own while producers, workers and the run itself are killed,",
      "workers are frozen, and DynamoDB, SQS and S3 fail now and then; then compares source and destination item by item."
    },
    mixinStandardHelpOptions = true)
public final class ChaosCommand implements CliCommand {
  private static final int MAX_ITEMS = 1_000_000;
  private static final int MAX_MINUTES = 10_080;
  private static final int MAX_SEEDS = 10_000_000;
  private static final int CONNECTIONS = 32;

  @Mixin private final Output output = new Output();

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of everything the adversary does (default ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "Items to move (default ${DEFAULT-VALUE}).")
  private int items = 20_000;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "Move them again and again until so many minutes have passed.")
  private int minutes;

  @Option(
      names = "--virtual",
      description =
          "Instead of processes, play the whole fleet in virtual time: thousands of seeds in minutes.")
  private boolean virtual;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Seeds to play in virtual time, from --seed on (default ${DEFAULT-VALUE}).")
  private int seeds = 1_000;

  @Option(
      names = "--trace",
      description = "Tell everything that happens in virtual time, for the one seed --seed.")
  private boolean trace;

  @Option(
      names = "--logs",
      paramLabel = "DIR",
      description =
          "Keep the logs of all processes here. Without it they are kept only if something is wrong.")
  private @Nullable Path logs;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    check("--items", items, 1, MAX_ITEMS);
    check("--minutes", minutes, 0, MAX_MINUTES);
    check("--seeds", seeds, 1, MAX_SEEDS);
    if (virtual) {
      return trace ? traced() : played();
    }
    try (var folder = new LogFolder(logs);
        var progress = new ProgressDisplay();
        var log = new ChaosLog(folder.path(), progress::say)) {
      try {
        return answer(attacked(folder.path(), progress, log), folder);
      } catch (InterruptedException e) {
        throw CommandException.interrupted(
            "chaos", "interrupted; nothing of it is left, the same command starts over");
      } catch (IOException | RuntimeException e) {
        folder.keep();
        log.say("the logs of all processes are in " + folder.path());
        throw e;
      }
    }
  }

  private static void check(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw CommandException.usage(
          option, option + " is " + value + "; allowed: a whole number from " + min + " to " + max);
    }
  }

  private int played() throws InterruptedException {
    VirtualSeeds played;
    try (var progress = new ProgressDisplay()) {
      progress.step("playing seeds", seeds);
      played = VirtualSeeds.play(seed, seeds, progress::done);
    }
    if (played.exact()) {
      output.answer(played.json(), played.text());
      return Exit.DONE;
    }
    output.line(played.text().stripTrailing());
    throw CommandException.failed(
            "different",
            "--seed " + played.violated().getFirst().seed(),
            played.violated().size() + " of " + seeds + " seeds break an invariant")
        .with(played.json());
  }

  private int traced() {
    VirtualResult result = VirtualFleet.traced(seed);
    result.trace().forEach(System.err::println);
    if (result.violation().isEmpty()) {
      output.answer(
          Output.object().put("seed", seed).put("exact", true),
          "seed " + seed + " keeps every invariant");
      return Exit.DONE;
    }
    throw CommandException.failed(
        "different", "--seed " + seed, "seed " + seed + " " + result.violation().get());
  }

  private int answer(ChaosResult result, LogFolder folder) {
    if (result.exact()) {
      output.answer(result.json(), result.text());
      return Exit.DONE;
    }
    output.line(result.text().stripTrailing());
    throw CommandException.failed(
            "different",
            folder.path().toString(),
            result.lost()
                + " items are lost, "
                + result.extra()
                + " are extra; the logs of all processes are in "
                + folder.path())
        .with(result.json());
  }

  private ChaosResult attacked(Path folder, ProgressDisplay progress, ChaosLog log)
      throws IOException, InterruptedException {
    var random = new SplittableRandom(seed);
    var rounds = new ChaosRounds(seed, random.split(), Duration.ofMinutes(minutes), folder, log);
    var settings =
        EmbeddedAwsSettings.defaults()
            .withFaults(ChaosFaults.plan(seed, random.split(), ChaosTables.DESTINATIONS))
            .withFilters(List.of(ChaosTables.slowDestinations(items, random.split())));
    progress.step("starting the embedded AWS", 0);
    try (var aws = EmbeddedAws.start(settings)) {
      SdkSettings.use(aws.environment());
      try (var services = Services.open(Map.of(), CONNECTIONS);
          var tables = new ChaosTables(services.clients(), aws.dynamoDbLocal(), items, progress)) {
        tables.fill();
        log.say("moves " + items + " items under attack");
        return rounds.run(aws, tables);
      }
    }
  }
}
