package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.SourceExport;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.runbook.MigrationStatus;
import dev.hikkoshi.worker.pace.FleetShare;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `status`: where a migration stands.
@Command(
    name = "status",
    description =
        "Says where a migration stands: splits, units, items, rate against target, retried, dead,"
            + " time left. The rate is that of the whole time of writing, with --watch, after a"
            + " minute, that of the last five.",
    mixinStandardHelpOptions = true)
public final class StatusCommand implements CliCommand {
  /// A worker that lives has beaten meanwhile.
  private static final Duration BETWEEN_BEATS = FleetShare.INTERVAL.multipliedBy(2);

  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "The migration file (YAML).")
  private Path file = Path.of("");

  @Option(
      names = "--watch",
      description = {
        "Go on until the migration has ended: on a terminal one line that is drawn again, else a"
            + " line every two seconds,",
        "with --output json a JSON object a line on standard error."
      })
  private boolean watch;

  private boolean drawn;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() throws InterruptedException {
    MigrationFile migration = new MigrationFileReader().read(file);
    try (var services = Fleets.services(0)) {
      MigrationStatus seen = read(services, migration);
      MigrationStatus status = seen;
      if (!seen.refused().isEmpty()) {
        // Who says that the destination refuses everything may have died since: look again.
        Thread.sleep(BETWEEN_BEATS);
        MigrationStatus again = read(services, migration);
        status = again.since(seen, again.rate());
      }
      var recent = new RecentRate();
      rate(status, recent);
      while (watch && !status.ended()) {
        show(status);
        Thread.sleep(BETWEEN_BEATS);
        MigrationStatus now = read(services, migration);
        status = now.since(seen, rate(now, recent));
        seen = now;
      }
      if (watch && drawn) {
        output.progress("");
      }
      output.answer(status.json(), status.text());
      return Exit.DONE;
    }
  }

  /// Lately, where that is known; over the whole time of writing before and after.
  private static double rate(MigrationStatus now, RecentRate recent) {
    Migration migration = now.migration();
    double lately =
        recent.at(System.nanoTime(), now.written(), migration.target(), RecentRate.SETTLED);
    return migration.isLoading() && lately > 0 ? lately : now.rate();
  }

  private void show(MigrationStatus status) {
    if (output.json()) {
      output.progress(status.json().toString());
    } else if (Terminal.isStandardError()) {
      drawn = true;
      Terminal.draw(status.line());
    } else {
      output.progress(status.line());
    }
  }

  private static MigrationStatus read(
      dev.hikkoshi.runbook.Services services, MigrationFile migration) {
    if (!services.ledger().exists()) {
      throw CommandException.neverRun(migration.name());
    }
    return MigrationStatus.read(services.ledger(), migration.name())
        .orElseThrow(() ->
            services
                .ledger()
                .exports()
                .find(migration.name())
                .map(export -> exporting(migration, export))
                .orElseGet(() -> CommandException.neverRun(migration.name())));
  }

  private static CommandException exporting(MigrationFile migration, SourceExport export) {
    return CommandException.failed(
        "unknown",
        migration.name(),
        "migration "
            + migration.name()
            + " is not planned yet: 'hikkoshi run' waits for the export of "
            + export.table()
            + (export.arn() == null ? "" : ", " + export.arn()));
  }
}
