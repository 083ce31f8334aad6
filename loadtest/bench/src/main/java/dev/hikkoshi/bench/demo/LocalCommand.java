package dev.hikkoshi.bench.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.local.EmbeddedAws;
import dev.hikkoshi.local.faults.FaultPlan;
import dev.hikkoshi.local.faults.InvalidFaultPlanException;
import dev.hikkoshi.runbook.cli.CliCommand;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.runbook.cli.Exit;
import dev.hikkoshi.runbook.cli.Output;
import dev.hikkoshi.runbook.cli.ProgressDisplay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `local`: the embedded AWS for any client.
@Command(
    name = "local",
    description = {
      "Runs the embedded AWS (DynamoDB with exports, S3, SQS; in memory) until it is stopped.",
      "When ready it writes endpoints, region and dummy credentials to the file, for 'source FILE', and prints 'ready'."
    },
    mixinStandardHelpOptions = true)
public final class LocalCommand implements CliCommand {
  private static final int MAX_ITEMS = 1_000_000;

  @Mixin private final Output output = new Output();

  @Option(
      names = "--env-file",
      paramLabel = "F",
      required = true,
      description = "Where to write 'export NAME=value' lines.")
  private Path envFile = Path.of("");

  @Option(
      names = "--migration",
      paramLabel = "FILE",
      description =
          "Also fill and export a table, create another, and write here the migration file that moves the one to the other.")
  private @Nullable Path migration;

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "Items in that table (default ${DEFAULT-VALUE}).")
  private int items = 20_000;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description =
          "Let each table but the ledger, or each bucket, take no more than this capacity profile (JSON) says.")
  private @Nullable Path profile;

  @Option(
      names = "--faults",
      paramLabel = "FILE",
      description =
          "Let things go wrong as this file (JSON, see docs/faults.md) says, from the moment it is ready. "
              + "GET /faults on the DynamoDB endpoint tells how often they did.")
  private @Nullable Path faults;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() {
    if (items < 0 || items > MAX_ITEMS) {
      throw CommandException.usage(
          "--items", "--items is " + items + "; allowed: a whole number from 0 to " + MAX_ITEMS);
    }
    var settings =
        Profiles.settings(
                profile,
                EnumSet.allOf(CapacityProfile.Kind.class),
                table -> !table.equals(ledger()))
            .withFaults(plan());
    try (var aws = EmbeddedAws.start(settings)) {
      if (migration != null) {
        prepare(aws, migration);
      }
      aws.writeEnvFile(envFile);
      aws.faults().begin();
      output.answer(json(aws), "ready");
      new CountDownLatch(1).await();
    } catch (IOException e) {
      throw CommandException.usage("--env-file", "cannot write " + envFile + ": " + e);
    } catch (InterruptedException stopped) {
      // SIGTERM or SIGINT
    }
    return Exit.DONE;
  }

  private void prepare(EmbeddedAws aws, Path file) throws InterruptedException {
    try (var progress = new ProgressDisplay(output)) {
      DemoMigration.prepare(aws.environment(), items, file, progress);
    } catch (IOException e) {
      throw CommandException.usage("--migration", "cannot write " + file + ": " + e);
    }
  }

  private FaultPlan plan() {
    if (faults == null) {
      return FaultPlan.NONE;
    }
    try {
      return FaultPlan.read(faults);
    } catch (InvalidFaultPlanException e) {
      throw CommandException.usage("--faults", faults + ": " + e.getMessage());
    } catch (IOException e) {
      throw CommandException.usage("--faults", "cannot read faults " + faults + ": " + e);
    }
  }

  private static String ledger() {
    return System.getenv().getOrDefault("HIKKOSHI_LEDGER_TABLE", Ledger.DEFAULT_TABLE);
  }

  private static ObjectNode json(EmbeddedAws aws) {
    var json = Output.object().put("state", "ready");
    var environment = json.putObject("environment");
    aws.environment().forEach(environment::put);
    return json;
  }
}
