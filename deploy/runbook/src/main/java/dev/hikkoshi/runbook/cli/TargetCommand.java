package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.MigrationFileReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `target`: another rate for a running migration.
@Command(
    name = "target",
    description = {
      "Changes the target of a migration, running or not; 0 pauses it. Workers follow within a few seconds.",
      "It stays until it is changed again, here or by another target in the migration file."
    },
    mixinStandardHelpOptions = true)
public final class TargetCommand implements CliCommand {
  @Mixin private final Output output = new Output();

  @Parameters(index = "0", paramLabel = "FILE", description = "The migration file (YAML).")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "RATE",
      description =
          "Write units, or copies of objects, per second for the whole fleet, 1 to 10000000; 0"
              + " pauses.")
  private String rate = "";

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() {
    MigrationFile migration = new MigrationFileReader().read(file);
    double target = target();
    Migration known;
    try (var services = Fleets.services(0)) {
      var ledger = services.ledger();
      known =
          (ledger.exists()
                  ? ledger.migrations().find(migration.name())
                  : Optional.<Migration>empty())
              .orElseThrow(() -> CommandException.neverRun(migration.name()));
      ledger.migrations().target(migration.name(), target);
    }
    output.answer(
        Output.object()
            .put("migration", migration.name())
            .put("target", target)
            .put("state", known.state().spelling()),
        text(known, target));
    return Exit.DONE;
  }

  private String text(Migration migration, double target) {
    String told =
        target == 0
            ? migration.name() + " is paused; 'hikkoshi target " + file + " RATE' goes on"
            : String.format(
                Locale.ROOT,
                "%s: target is %,.0f %s per second",
                migration.name(),
                target,
                migration.movesObjects() ? "copies" : "write units");
    return migration.hasEnded()
        ? told + "; it is " + migration.state().spelling() + ": this is for its next run"
        : told;
  }

  private double target() {
    double wanted = -1;
    try {
      wanted = new BigDecimal(rate).doubleValue();
    } catch (NumberFormatException e) {
      // as what is out of range
    }
    if (wanted != 0 && !MigrationFile.isTarget(wanted)) {
      throw CommandException.usage(
          "RATE",
          "RATE is '" + rate + "'; allowed: " + MigrationFile.TARGETS + " a second, or 0 to pause");
    }
    return wanted;
  }
}
