package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.RunOptions;
import dev.hikkoshi.runbook.Runbook;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `run`: the whole migration.
@Command(
    name = "run",
    description = {
      "Moves what the migration file says: exports the source table or takes its exports, checks them, creates the table where",
      "the file says so, produces, drains, verifies.",
      "Of a bucket it copies what an inventory or a listing holds, or what changed between two inventories.",
      "Run again after any interruption, it goes on where it was; a complete migration is left alone."
    },
    mixinStandardHelpOptions = true)
public final class RunCommand implements CliCommand {
  @Mixin private final Output output = new Output();
  @Mixin private final ReportOption report = new ReportOption();

  @Parameters(paramLabel = "FILE", description = "The migration file (YAML).")
  private Path file = Path.of("");

  @Option(
      names = "--fleet",
      paramLabel = "local|none",
      description =
          "Who runs producers and workers: this process (default), or others that you started with 'produce' and 'work'.")
  private FleetChoice fleet = FleetChoice.LOCAL;

  @Option(
      names = "--allow-unsound-manifest",
      description =
          "Move an export or an inventory although its manifest does not match its own checksum; the result says so.")
  private boolean allowUnsound;

  @Option(
      names = "--allow-gap",
      description =
          "Load incremental exports although time is missing between their windows; the result says so.")
  private boolean allowGap;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() throws InterruptedException {
    var migration = new MigrationFileReader().read(file);
    RunOptions options = Fleets.options(migration, fleet, allowUnsound).withGaps(allowGap);
    report.check();
    var differences = new DifferenceReport(output);
    MigrationResult result;
    try (var services = Fleets.services(options);
        var progress = new ProgressDisplay()) {
      result = new Runbook(services, migration, options, progress, differences).run();
      report.write(services, result, file.toString());
    } catch (InterruptedException e) {
      throw CommandException.interrupted(
          file.toString(), "interrupted; 'hikkoshi run " + file + "' goes on where it was");
    }
    return Results.answer(output, result, file.toString());
  }
}
