package dev.hikkoshi.bench.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.bench.demo.DemoSource;
import dev.hikkoshi.bench.demo.SdkSettings;
import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.LocalFleet;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.local.EmbeddedAws;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.cli.CliCommand;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.runbook.cli.Exit;
import dev.hikkoshi.runbook.cli.Output;
import dev.hikkoshi.runbook.cli.ProgressDisplay;
import dev.hikkoshi.runbook.plan.Cost;
import dev.hikkoshi.runbook.plan.MigrationPlan;
import dev.hikkoshi.runbook.plan.PlanOptions;
import dev.hikkoshi.runbook.plan.Plans;
import dev.hikkoshi.runbook.plan.PriceList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `estimate`: what a load test costs, before anything exists. The plan is made of a manifest with
/// the beginnings of its files, in an embedded AWS.
@Command(
    name = "estimate",
    description = {
      "Says what a load test with a generated source, a new on-demand table and a fleet costs and takes, and how long it may run",
      "within a budget. Asks AWS nothing. List prices; without taxes, logs, metrics and alarms, which are cents for an hour."
    },
    mixinStandardHelpOptions = true)
public final class EstimateCommand implements CliCommand {
  private static final String NAME = "load-test";
  private static final int MOST_TASKS = 1_000;
  private static final long MOST_DOLLARS = 10_000_000;
  private static final String REGION = "us-east-1";

  enum Fleet {
    ECS,
    LOCAL
  }

  @Mixin private final Output output = new Output();
  @Mixin private final SourceOptions source = new SourceOptions();

  @Option(
      names = "--target",
      paramLabel = "WCU",
      description = "Write units per second (default ${DEFAULT-VALUE}).")
  private double target = MigrationFile.DEFAULT_TARGET;

  @Option(
      names = "--producers",
      paramLabel = "N",
      description = "Producers (default ${DEFAULT-VALUE}).")
  private int producers = 1;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Workers (default ${DEFAULT-VALUE}).")
  private int workers = 2;

  @Option(
      names = "--fleet",
      paramLabel = "ecs|local",
      description =
          "Tasks on Fargate with a stack and a network of their own (default), or processes here.")
  private Fleet fleet = Fleet.ECS;

  @Option(
      names = "--budget",
      paramLabel = "DOLLARS",
      description = "Says also how long the run may take before it could be spent.")
  private @Nullable Double budget;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description =
          "Prices of another region or date, as 'plan' takes them; built in are us-east-1's.")
  private @Nullable Path prices;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    SourceOptions.check("--producers", producers, 1, MOST_TASKS);
    SourceOptions.check("--workers", workers, 1, MOST_TASKS);
    check("--target", target, MigrationFile.isTarget(target), MigrationFile.TARGETS);
    if (budget != null) {
      check(
          "--budget",
          budget,
          budget > 0 && budget <= MOST_DOLLARS,
          "above 0, at most " + MOST_DOLLARS);
    }
    var list = prices == null ? PriceList.builtIn() : PriceList.read(prices);
    var estimate =
        new Estimate(plan(list), source.shards(), producers, workers, fleet == Fleet.ECS, list);
    output.answer(json(estimate), text(estimate));
    return Exit.DONE;
  }

  private static void check(String option, double value, boolean isAllowed, String allowed) {
    if (!isAllowed) {
      throw CommandException.usage(option, option + " is " + value + "; allowed: " + allowed);
    }
  }

  private MigrationPlan plan(PriceList list) throws InterruptedException, IOException {
    var export = source.sample();
    try (var aws = EmbeddedAws.start()) {
      SdkSettings.use(aws.environment());
      try (var services = Services.open(Map.of(), 16);
          var progress = new ProgressDisplay(output)) {
        var clients = services.clients();
        new DemoSource(clients.dynamoDb(), clients.s3(), progress).table(NAME);
        clients.s3().createBucket(r -> r.bucket(NAME));
        S3Location manifest =
            export.write(
                clients.s3(),
                new S3Location(NAME, ""),
                REGION,
                InstantSource.system(),
                new SplittableRandom(source.seed()),
                _ -> {});
        var options =
            new PlanOptions(Optional.empty(), list, OptionalInt.of(Math.min(workers, 200)), false);
        return Plans.plan(services, migration(manifest), options);
      }
    }
  }

  private MigrationFile migration(S3Location manifest) {
    return new MigrationFile(
        NAME,
        new Source.Exports(List.of(manifest), null),
        new Destination.Table(NAME, null, Destination.Create.NEVER),
        target,
        OptionalDouble.empty(),
        Optional.of(VerifyMode.ALL),
        new LocalFleet(1, 1));
  }

  private ObjectNode json(Estimate estimate) {
    ObjectNode json = Output.object();
    json.put("items", estimate.plan().volume().items())
        .put("bytes", estimate.plan().volume().bytes())
        .put("units", estimate.plan().volume().units())
        .put("loadSeconds", estimate.plan().asItIs().seconds().orElse(0))
        .put("seconds", estimate.seconds())
        .put("dollars", estimate.dollars())
        .put("leastBudget", Math.ceil(estimate.leastBudget() * 100) / 100)
        .put("fixedDollars", estimate.fixedDollars())
        .put("readDollars", estimate.readDollars())
        .put("dollarsPerUnit", estimate.dollarsPerUnit())
        .put("dollarsPerSecond", estimate.dollarsPerSecond())
        .put("mostDollarsPerSecond", estimate.mostDollarsPerSecond());
    if (budget != null) {
      json.put("budget", budget).put("allowedSeconds", estimate.allowedSeconds(budget));
    }
    var costs = json.putArray("costs");
    for (Cost cost : estimate.costs()) {
      costs
          .addObject()
          .put("item", cost.item())
          .put("quantity", cost.quantity())
          .put("price", cost.price())
          .put("each", cost.each())
          .put("dollars", cost.dollars());
    }
    json.putObject("prices")
        .put("region", estimate.prices().region())
        .put("date", estimate.prices().date());
    return json;
  }

  private String text(Estimate estimate) {
    var text = new StringBuilder();
    var to = new Formatter(text, Locale.ROOT);
    to.format(
        "%,d items, %,.0f write units, about %,.0f s%n",
        estimate.plan().volume().items(), estimate.plan().volume().units(), estimate.seconds());
    to.format("  %-28s %18s  %10s%n", "cost", "quantity", "dollars");
    for (Cost cost : estimate.costs()) {
      to.format("  %-28s %,18.1f  %10.4f%n", cost.item(), cost.quantity(), cost.dollars());
    }
    to.format("  %-28s %18s  %10.4f%n", "all", "", estimate.dollars());
    to.format("  (prices of %s, %s)%n", estimate.prices().region(), estimate.prices().date());
    to.format(
        "  at most $%.4f a second; the least budget is $%.2f%n",
        estimate.mostDollarsPerSecond(), Math.ceil(estimate.leastBudget() * 100) / 100);
    if (budget != null) {
      to.format("  within $%.2f the run may take %,d s%n", budget, estimate.allowedSeconds(budget));
    }
    return text.toString();
  }
}
