package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.Notices;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.RunLog;
import dev.hikkoshi.runbook.RunOptions;
import dev.hikkoshi.runbook.Runbook;
import dev.hikkoshi.runbook.StepRange;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

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
      Optional<RunLog> log =
          file.log()
              .map(to ->
                  new RunLog(progress, services.clients().s3(), to, file.name(), services.time()));
      Progress told = log.<Progress>map(Function.identity()).orElse(progress);
      var notices = new Notices(services, file, path.toString(), told);
      try {
        MigrationResult result =
            new Runbook(services, file, options, notices.watched(), new DifferenceReport(output))
                .run(range, report.map(to -> made -> to.write(services, made)));
        notices.ended(result);
        log.ifPresent(to -> to.end(result.text()));
        return result;
      } catch (RuntimeException e) {
        if (Thread.interrupted()) { // in a call, which then failed in its own way
          log.ifPresent(to -> to.end(file.name() + " was interrupted"));
          throw interrupted();
        }
        notices.failed(String.valueOf(e.getMessage()));
        log.ifPresent(to -> to.end(file.name() + " has stopped: " + e.getMessage()));
        throw e;
      } catch (InterruptedException e) {
        log.ifPresent(to -> to.end(file.name() + " was interrupted"));
        throw e;
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private CommandException interrupted() {
    return CommandException.interrupted(
        path.toString(), "interrupted; 'hikkoshi run " + path + "' goes on where it was");
  }
}
