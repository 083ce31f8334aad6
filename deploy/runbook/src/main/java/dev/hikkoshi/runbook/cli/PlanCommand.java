package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.runbook.plan.MigrationPlan;
import dev.hikkoshi.runbook.plan.PlanOptions;
import dev.hikkoshi.runbook.plan.Plans;
import dev.hikkoshi.runbook.plan.PriceList;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `plan`: time and cost before anything moves.
@Command(
    name = "plan",
    description = {
      "Says what a migration takes before anything moves: items and bytes by the manifests, write units from the first lines of",
      "some files and the destination's indexes, time by simulating the destination as it is, dollars by item, and the alternatives.",
      "Writes nothing. The bill is of list prices, without taxes, storage and transfer between regions."
    },
    mixinStandardHelpOptions = true)
public final class PlanCommand implements CliCommand {
  private static final int MOST_WORKERS = 200;

  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "The migration file (YAML).")
  private Path file = Path.of("");

  @Option(
      names = "--window",
      paramLabel = "5h",
      description =
          "The time there is, such as 5h, 90m or 2h30m: says whether it fits, and what to change if not.")
  private @Nullable String window;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description =
          "Prices of another region or date: {\"region\",\"date\",\"prices\":{\"<name>\":<dollars>}}; what it leaves out is as built in (us-east-1).")
  private @Nullable Path prices;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Workers, 1 to 200; by default as many as the target needs, at least 2.")
  private @Nullable Integer workers;

  @Option(
      names = "--allow-unsound-manifest",
      description = "Plan although the manifest does not match its .md5 file.")
  private boolean allowUnsound;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() {
    MigrationFile migration = new MigrationFileReader().read(file);
    var options =
        new PlanOptions(
            Optional.ofNullable(window).map(PlanCommand::duration),
            prices == null ? PriceList.builtIn() : PriceList.read(prices),
            workers(),
            allowUnsound);
    try (var services = Fleets.services(0)) {
      MigrationPlan plan = Plans.plan(services, migration, options);
      output.answer(plan.json(), plan.text());
    }
    return Exit.DONE;
  }

  private OptionalInt workers() {
    Integer count = workers;
    if (count == null) {
      return OptionalInt.empty();
    }
    if (count < 1 || count > MOST_WORKERS) {
      throw CommandException.usage(
          "--workers", "--workers is " + count + "; allowed: 1 to " + MOST_WORKERS);
    }
    return OptionalInt.of(count);
  }

  private static Duration duration(String text) {
    try {
      Duration time = Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
      if (time.isPositive()) {
        return time;
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    throw CommandException.usage(
        "--window", "--window is '" + text + "'; allowed: a time such as 5h, 90m or 2h30m");
  }
}
