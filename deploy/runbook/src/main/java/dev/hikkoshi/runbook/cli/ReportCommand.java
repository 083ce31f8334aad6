package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.report.MigrationPage;
import dev.hikkoshi.runbook.report.MigrationReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `report`: a page about migrations, running or long over.
@Command(
    name = "report",
    description = {
      "Writes one HTML page that needs no network: rate against target, throttles, retries and errors over time, totals,",
      "splits, dead items, and the outcome of the verification. Everything is from the ledger: workers may be gone.",
      "Of several files one page shows all."
    },
    mixinStandardHelpOptions = true)
public final class ReportCommand implements CliCommand {
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "The migration files (YAML).")
  private List<Path> files = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Write the page to DIR/index.html.")
  private Path folder = Path.of("");

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "List so many splits and dead items of each migration (default ${DEFAULT-VALUE}).")
  private int rows = MigrationPage.ROWS;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() {
    if (rows < 1) {
      throw CommandException.usage("--rows", "--rows is " + rows + "; allowed: 1 or more");
    }
    try (var services = Fleets.services(0)) {
      long begun = services.time().nanoTime();
      var reports = new ArrayList<MigrationReport>();
      var unknown = new ArrayList<String>();
      read(services, reports, unknown);
      Path page = ReportOption.Report.page(services, rows).of(reports, unknown).write(folder);
      double seconds = (services.time().nanoTime() - begun) / 1e9;
      answer(reports.stream().map(MigrationReport::result).toList(), page, seconds);
      return Exit.DONE;
    } catch (IOException e) {
      throw CommandException.usage("--out", "cannot write to " + folder + ": " + e);
    }
  }

  private void read(Services services, List<MigrationReport> reports, List<String> unknown) {
    boolean ledgerExists = services.ledger().exists();
    for (Path file : files) {
      String name = new MigrationFileReader().read(file).name();
      (ledgerExists
              ? MigrationReport.read(services.ledger(), name, file.toString())
              : Optional.<MigrationReport>empty())
          .ifPresentOrElse(reports::add, () -> unknown.add(file.toString()));
    }
    if (reports.isEmpty()) {
      throw CommandException.failed(
          "unknown",
          String.join(" ", unknown),
          "not in the ledger: " + String.join(", ", unknown) + "; it was never run");
    }
  }

  /// One migration's result, or all of them, and where the page is.
  private void answer(List<MigrationResult> results, Path page, double seconds) {
    ObjectNode json = results.size() == 1 ? results.getFirst().json() : Output.object();
    if (results.size() > 1) {
      var migrations = json.putArray("migrations");
      results.forEach(result -> migrations.add(result.json().put("seconds", seconds)));
    }
    json.put("seconds", seconds).put("path", page.toString());
    output.answer(
        json,
        results.stream()
            .map(result ->
                result.migration()
                    + ": "
                    + result.state().spelling()
                    + (result.exact() == null
                        ? ", not verified"
                        : result.exact() ? ", exact" : ", NOT exact"))
            .collect(Collectors.joining("\n", "", "\nreport: " + page)));
  }
}
