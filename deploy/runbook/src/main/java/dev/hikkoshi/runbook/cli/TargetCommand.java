package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.MigrationFileReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Locale;
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
  private static final BigDecimal LEAST = BigDecimal.ONE;
  private static final BigDecimal MOST = BigDecimal.valueOf(10_000_000);

  @Mixin private final Output output = new Output();

  @Parameters(index = "0", paramLabel = "FILE", description = "The migration file (YAML).")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "RATE",
      description =
          "Write units, or copies of objects, per second for the whole fleet, 1 to 10000000; 0"
              + " pauses.")
  private BigDecimal rate = BigDecimal.ZERO;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() {
    MigrationFile migration = new MigrationFileReader().read(file);
    boolean pauses = rate.signum() == 0;
    if (!pauses && (rate.compareTo(LEAST) < 0 || rate.compareTo(MOST) > 0)) {
      throw CommandException.usage(
          "RATE", "RATE is " + rate + "; allowed: 1 to 10000000 a second, or 0 to pause");
    }
    double target = rate.doubleValue();
    try (var services = Fleets.services(0)) {
      var ledger = services.ledger();
      if (!ledger.exists() || ledger.migrations().find(migration.name()).isEmpty()) {
        throw CommandException.failed(
            "unknown",
            migration.name(),
            "migration " + migration.name() + " is not in the ledger: it was never run");
      }
      ledger.migrations().target(migration.name(), target);
    }
    output.answer(
        Output.object().put("migration", migration.name()).put("target", target),
        pauses
            ? migration.name() + " is paused; 'hikkoshi target " + file + " RATE' goes on"
            : String.format(
                Locale.ROOT,
                "%s: target is %,.0f %s per second",
                migration.name(),
                target,
                migration.destination() instanceof Destination.Bucket ? "copies" : "write units"));
    return Exit.DONE;
  }
}
