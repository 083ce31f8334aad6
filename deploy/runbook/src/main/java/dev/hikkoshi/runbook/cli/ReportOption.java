package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.report.MigrationPage;
import dev.hikkoshi.runbook.report.MigrationReport;
import dev.hikkoshi.runbook.verify.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  boolean isWanted() {
    return folder != null;
  }

  /// The report of one migration, if one is wanted.
  ///
  /// @param file the migration file, for the commands named on the page
  Optional<Report> of(Path file) {
    return Optional.ofNullable(folder).map(at -> new Report(at, file));
  }

  /// The report of one migration of a set, in a folder of its own, if one is wanted.
  Optional<Report> of(Path file, String migration) {
    return Optional.ofNullable(folder).map(all -> new Report(all.resolve(migration), file));
  }

  /// Writes the page about a migration, if one is wanted, and the certificate of its comparison, if
  /// there was one.
  public void write(Services services, MigrationResult result, Path file) {
    of(file).ifPresent(report -> report.write(services, result));
  }

  /// Writes one page about a set, and what became of it, if a report is wanted.
  void set(List<MigrationRun> runs, ObjectNode json) {
    if (folder == null) {
      return;
    }
    try (var services = Fleets.services(0)) {
      Files.writeString(folder.resolve("summary.json"), json.toPrettyString() + "\n");
      var reports = new ArrayList<MigrationReport>();
      var unknown = new ArrayList<String>();
      for (MigrationRun run : runs) {
        String file = run.path().toString();
        MigrationReport.read(services.ledger(), run.file().name(), file)
            .ifPresentOrElse(reports::add, () -> unknown.add(file));
      }
      Report.page(services, MigrationPage.ROWS).of(reports, unknown).write(folder);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /// Where the report of a migration goes.
  ///
  /// @param file the migration file, for the commands named on the page
  record Report(Path folder, Path file) {
    /// Writes the page, and the certificate of the comparison, if there was one.
    void write(Services services, MigrationResult result) {
      try {
        Files.createDirectories(folder);
        if (result.verification().isPresent()) {
          Certificate.write(
              folder,
              result.migration(),
              result.verification().get(),
              result.dead(),
              HikkoshiCommand.version());
        }
        page(services, MigrationPage.ROWS)
            .of(List.of(MigrationReport.of(services.ledger(), result, file.toString())), List.of())
            .write(folder);
      } catch (IOException e) {
        throw unwritable(folder, e);
      }
    }

    static MigrationPage page(Services services, int rows) {
      return new MigrationPage(HikkoshiCommand.version(), services.time().clock().instant(), rows);
    }
  }

  private static CommandException unwritable(Path folder, IOException e) {
    return CommandException.usage("--report", "cannot write to " + folder + ": " + e);
  }
}
