package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.RunOptions;
import dev.hikkoshi.runbook.Runbook;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `dead`: items that could not be written.
@Command(
    name = "dead",
    description = {
      "Lists the items that can never be written as they are: key, reason, and where each stands in the source (file:line).",
      "Of a bucket, the objects that could not be copied: gone or changed since the inventory, archived, not allowed.",
      "With --redrive items are sent again as the source has them now, then everything is compared; items whose key a later export has touched are left alone.",
      "Objects are sent again as the inventory describes them or as the bucket lists them now."
    },
    mixinStandardHelpOptions = true)
public final class DeadCommand implements CliCommand {
  @Mixin private final Output output = new Output();
  @Mixin private final ReportOption report = new ReportOption();

  @Parameters(paramLabel = "FILE", description = "The migration file (YAML).")
  private Path file = Path.of("");

  @Option(names = "--redrive", description = "Send them again.")
  private boolean redrive;

  @Option(
      names = "--fleet",
      paramLabel = "local|ecs|none",
      description =
          "With --redrive: who runs the workers: this process, the ECS services of the migration file, or others. Default: as the file says.")
  private @Nullable FleetChoice fleet;

  @Option(
      names = "--allow-unsound-manifest",
      description =
          "With --redrive: although the manifest, changed by hand, does not match its .md5 file.")
  private boolean allowUnsound;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() throws InterruptedException {
    MigrationFile migration = new MigrationFileReader().read(file);
    RunOptions options = Fleets.options(migration, fleet, allowUnsound);
    report.check();
    var differences = new DifferenceReport(output);
    try (var services = Fleets.services(options);
        var progress = new ProgressDisplay(output)) {
      var runbook = new Runbook(services, migration, options, progress, differences);
      if (!redrive) {
        List<DeadItem> dead = runbook.dead();
        output.answer(json(migration.name(), dead), text(migration.name(), dead));
        return Exit.DONE;
      }
      MigrationResult result = runbook.redrive();
      report.write(services, result, file);
      return Results.answer(output, result, file.toString());
    } catch (InterruptedException e) {
      throw CommandException.interrupted(
          file.toString(), "interrupted; 'hikkoshi dead " + file + " --redrive' goes on");
    }
  }

  private static ObjectNode json(String migration, List<DeadItem> dead) {
    ObjectNode json = Output.object().put("migration", migration).put("dead", dead.size());
    var items = json.putArray("items");
    dead.forEach(item ->
        items
            .addObject()
            .put("key", item.key())
            .put("reason", item.reason())
            .put("at", item.at())
            .put("unit", item.unit()));
    return json;
  }

  private static String text(String migration, List<DeadItem> dead) {
    if (dead.isEmpty()) {
      return migration + " has no dead items\n";
    }
    var text = new StringBuilder();
    dead.forEach(item ->
        text.append(item.at().isEmpty() ? item.unit() : item.at())
            .append("  ")
            .append(item.key())
            .append("  ")
            .append(item.reason())
            .append('\n'));
    return text.append(String.format(Locale.ROOT, "%,d dead items of %s%n", dead.size(), migration))
        .toString();
  }
}
