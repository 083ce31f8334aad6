package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.RunOptions;
import dev.hikkoshi.runbook.Runbook;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `verify`: compares source and destination again.
@Command(
    name = "verify",
    description = {
      "Compares source and destination exactly and lists the keys that are missing, extra or different.",
      "The source side comes from the ledger's digests or, without them, from reading the source again."
    },
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements CliCommand {
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "The migration file (YAML).")
  private Path file = Path.of("");

  @Option(
      names = "--diff",
      paramLabel = "OUT.jsonl",
      description = "Write every key that differs to this file, one JSON object a line.")
  private @Nullable Path diff;

  @Option(
      names = "--fleet",
      paramLabel = "local|none",
      description =
          "Who runs the workers that read the destination: this process (default), or others.")
  private FleetChoice fleet = FleetChoice.LOCAL;

  @Option(
      names = "--allow-unsound-manifest",
      description =
          "Where the source has to be read again: although its manifest does not match its .md5 file.")
  private boolean allowUnsound;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() throws InterruptedException {
    MigrationFile migration = new MigrationFileReader().read(file);
    RunOptions options = Fleets.options(migration, fleet, allowUnsound);
    MigrationResult result;
    try (var differences =
            diff == null ? new DifferenceReport(output) : new DifferenceReport(output, diff);
        var services = Fleets.services(options);
        var progress = new ProgressDisplay()) {
      result = new Runbook(services, migration, options, progress, differences).verify();
    } catch (InterruptedException e) {
      throw CommandException.interrupted(
          file.toString(), "interrupted; 'hikkoshi verify " + file + "' starts again");
    }
    return Results.answer(output, result, file.toString());
  }
}
