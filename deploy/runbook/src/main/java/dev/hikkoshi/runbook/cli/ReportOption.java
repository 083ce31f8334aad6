package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.report.MigrationPage;
import dev.hikkoshi.runbook.report.MigrationReport;
import dev.hikkoshi.runbook.verify.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--report DIR`, of commands that move or compare.
public final class ReportOption {
  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Write index.html there, a page with rates over time and everything else, and verification.json: counts, digests of both sides, times and version, for two people to compare.")
  private @Nullable Path folder;

  /// Before anything long is begun.
  ///
  /// @throws CommandException exit 2 if the folder cannot be written to
  public void check() {
    if (folder != null) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw unwritable(folder, e);
      }
    }
  }

  /// What writes the report, if one is wanted.
  ///
  /// @param file the migration file, for the commands named on the page
  Optional<Consumer<MigrationResult>> writer(Services services, String file) {
    return isWanted() ? Optional.of(result -> write(services, result, file)) : Optional.empty();
  }

  boolean isWanted() {
    return folder != null;
  }

  /// Writes the page about a migration, if one is wanted, and the certificate of its comparison, if
  /// there was one.
  ///
  /// @param file the migration file, for the commands named on the page
  public void write(Services services, MigrationResult result, String file) {
    if (folder == null) {
      return;
    }
    try {
      if (result.verification().isPresent()) {
        Certificate.write(
            folder,
            result.migration(),
            result.verification().get(),
            result.dead(),
            HikkoshiCommand.version());
      }
      new MigrationPage(
              HikkoshiCommand.version(), services.time().clock().instant(), MigrationPage.ROWS)
          .of(List.of(MigrationReport.of(services.ledger(), result, file)), List.of())
          .write(folder);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  private static CommandException unwritable(Path folder, IOException e) {
    return CommandException.usage("--report", "cannot write to " + folder + ": " + e);
  }
}
