package dev.hikkoshi.bench.measure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.runbook.cli.CliCommand;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.runbook.cli.Exit;
import dev.hikkoshi.runbook.cli.Output;
import dev.hikkoshi.runbook.cli.ProgressDisplay;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bench`: what the production code costs.
@Command(
    name = "bench",
    description = {
      "Runs the production code in a process of its own against sinks in this one that refuse nothing, and says what a million",
      "items of 330 bytes cost it: CPU (user and system) in seconds, memory, and how many it does in a second, beside what others",
      "need for the same. Medians; the whole spread is in the JSON."
    },
    mixinStandardHelpOptions = true)
public final class BenchCommand implements CliCommand {
  private static final int MAX_ITEMS = 100_000_000;
  private static final int MAX_ROUNDS = 1_000;
  private static final int MAX_SHARDS = 100_000;

  @Mixin private final Output output = new Output();

  @Parameters(
      paramLabel = "WHAT",
      description = {
        "digest: both sides of a verification, from shards and from Scan.",
        "write: a worker, from a message received to its acknowledgement.",
        "produce: a producer, from gzipped shards to messages; and the check of their MD5 before.",
        "queue: the work queue alone, received and acknowledged.",
        "copy: a worker that copies objects within S3; beside it rclone and s5cmd, where they are on the PATH.",
      })
  private BenchName what = BenchName.DIGEST;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "Items of each round (default ${DEFAULT-VALUE}).")
  private int items = 1_000_000;

  @Option(
      names = "--also",
      paramLabel = "N",
      split = ",",
      description = {
        "Smaller sizes, separated by commas: the same processes work on that many items in turn with --items, again and",
        "again in each round until they are as many, after a --warm-up each. Says whether the cost of an item depends on how",
        "many there are."
      })
  private List<Integer> also = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds that are measured (default ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description = "Data files the items lie in (default ${DEFAULT-VALUE}).")
  private int shards = 100;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description =
          "Items worked on, in whole rounds, before the first that is measured (default ${DEFAULT-VALUE}).")
  private int warmUp = 4_000_000;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check("--items", items, 1, MAX_ITEMS);
    for (int other : also) {
      check("--also", other, 1, MAX_ITEMS);
      if (other >= items) {
        throw CommandException.usage(
            "--also", "--also is " + other + "; allowed: less than --items, which is " + items);
      }
    }
    check("--rounds", rounds, 1, MAX_ROUNDS);
    check("--shards", shards, 1, Math.min(items, MAX_SHARDS));
    check("--warm-up", warmUp, 1, MAX_ITEMS);
    if (!Usage.isKnown()) {
      throw CommandException.refused("/proc/self/status", "bench needs Linux's /proc to measure");
    }
    BenchRun run;
    try (var progress = new ProgressDisplay()) {
      progress.step("bench " + what + ": preparing", 0);
      try (Bench bench = what.prepare(new BenchSize(items, shards))) {
        run = BenchRun.of(bench, items, also, rounds, warmUp, progress::say);
      }
    } catch (IOException e) {
      throw CommandException.failed("failed", what.toString(), e.getMessage());
    }
    output.answer(json(run), text(run));
    return Exit.DONE;
  }

  private static void check(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw CommandException.usage(
          option, option + " is " + value + "; allowed: a whole number from " + min + " to " + max);
    }
  }

  private ObjectNode json(BenchRun run) {
    ObjectNode json =
        Output.object().put("bench", what.toString()).put("items", items).put("rounds", rounds);
    json.setAll(run.headline().json());
    if (run.parts().size() > 1) {
      run.parts().forEach(part -> json.set(part.name(), part.json()));
    }
    if (!run.others().isEmpty()) {
      var others = json.putArray("also");
      run.others().forEach(other -> others.add(json(other)));
    }
    var baselines = json.putArray("baselines");
    run.baselines()
        .forEach(
            each -> baselines.add(Output.object().put("name", each.name()).setAll(each.json())));
    if (!run.absent().isEmpty()) {
      var absent = json.putArray("absent");
      run.absent().forEach(absent::add);
    }
    return json;
  }

  private static ObjectNode json(BenchRun.OtherSize other) {
    ObjectNode json = Output.object().put("items", other.items()).put("ratio", rounded(other));
    return json.setAll(other.headline().json());
  }

  private static double rounded(BenchRun.OtherSize other) {
    return Math.round(other.ratio() * 1000) / 1000.0;
  }

  private static Stream<String> text(BenchRun.OtherSize other) {
    return Stream.concat(
        Stream.of(
            String.format(
                Locale.ROOT,
                "%,d items at a time: %.3f of the cost, by %s",
                other.items(),
                other.ratio(),
                other.headline().name())),
        other.parts().stream().map(Measurement::text));
  }

  private String text(BenchRun run) {
    return Stream.of(
            run.parts().stream().map(Measurement::text),
            run.baselines().stream().map(Measurement::text),
            run.absent().stream().map(name -> "  " + name + " is not on the PATH"),
            run.others().stream().flatMap(BenchCommand::text))
        .flatMap(lines -> lines)
        .collect(
            Collectors.joining(
                "\n",
                String.format(Locale.ROOT, "bench %s: %,d items, %d rounds%n", what, items, rounds),
                ""));
  }
}
