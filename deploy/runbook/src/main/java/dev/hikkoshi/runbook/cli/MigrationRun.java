package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.Notices;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.RunOptions;
import dev.hikkoshi.runbook.Runbook;
import dev.hikkoshi.runbook.StepRange;
import java.nio.file.Path;
import java.util.Optional;

/// One migration as `run` was asked for it.
///
/// @param path of the migration file, for commands
/// @param report where the report goes, if one is wanted
record MigrationRun(
    Path path,
    MigrationFile file,
    RunOptions options,
    StepRange range,
    Optional<ReportOption.Report> report) {
  /// Runs it, and tells whoever the file says.
  MigrationResult run(Output output, Progress progress) throws InterruptedException {
    try (var services = Fleets.services(options)) {
      var notices = new Notices(services, file, path.toString(), progress);
      try {
        MigrationResult result =
            new Runbook(services, file, options, notices.watched(), new DifferenceReport(output))
                .run(range, report.map(to -> made -> to.write(services, made)));
        notices.ended(result);
        return result;
      } catch (RuntimeException e) {
        notices.failed(String.valueOf(e.getMessage()));
        throw e;
      }
    } catch (InterruptedException e) {
      throw CommandException.interrupted(
          path.toString(), "interrupted; 'hikkoshi run " + path + "' goes on where it was");
    }
  }
}
