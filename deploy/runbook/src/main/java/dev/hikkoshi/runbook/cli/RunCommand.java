package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.Notices;
import dev.hikkoshi.runbook.RunOptions;
import dev.hikkoshi.runbook.Runbook;
import dev.hikkoshi.runbook.Step;
import dev.hikkoshi.runbook.StepOutlook;
import dev.hikkoshi.runbook.StepRange;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `run`: the whole migration.
@Command(
    name = "run",
    description = {
      "Moves what the migration file says: exports the source table or takes its exports, checks them, creates the table where",
      "the file says so, produces, drains, verifies.",
      "Of a bucket it copies what an inventory or a listing holds, or what changed between two inventories.",
      "It takes these steps: preflight, export (of a source table), plan, fleet-up, check, produce, drain, retry, verify, fleet-down,",
      "report. Each is recorded in the ledger, and what is done is not done again: run again after any interruption, it goes on where",
      "it was; a complete migration is left alone."
    },
    mixinStandardHelpOptions = true)
public final class RunCommand implements CliCommand {
  @Mixin private final Output output = new Output();
  @Mixin private final ReportOption report = new ReportOption();

  @Parameters(paramLabel = "FILE", description = "The migration file (YAML).")
  private Path file = Path.of("");

  @Option(
      names = "--fleet",
      paramLabel = "local|ecs|none",
      description =
          "Who runs producers and workers: this process, the ECS services of the migration file, or others that you started with 'produce' and 'work'. Default: as the file says.")
  private @Nullable FleetChoice fleet;

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

  @Option(
      names = "--from",
      paramLabel = "STEP",
      converter = StepName.class,
      description =
          "Begin with this step; refused if one before it is not done. Default: the first that is not done.")
  private @Nullable Step from;

  @Option(
      names = "--until",
      paramLabel = "STEP",
      converter = StepName.class,
      description = "End after this step; the next run goes on behind it. Default: report.")
  private Step until = Step.REPORT;

  @Option(
      names = "--dry-run",
      description = "Say of each step whether it is done and what it would do; write nothing.")
  private boolean dryRun;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() throws InterruptedException {
    var migration = new MigrationFileReader().read(file);
    RunOptions options = Fleets.options(migration, fleet, allowUnsound).withGaps(allowGap);
    StepRange range = range();
    if (dryRun) {
      return dryRun(migration, options, range);
    }
    report.check();
    var differences = new DifferenceReport(output);
    MigrationResult result;
    try (var services = Fleets.services(options);
        var progress = new ProgressDisplay(output)) {
      var notices = new Notices(services, migration, file.toString(), progress);
      try {
        result =
            new Runbook(services, migration, options, notices.watched(), differences)
                .run(range, report.writer());
      } catch (RuntimeException e) {
        notices.failed(String.valueOf(e.getMessage()));
        throw e;
      }
      notices.ended(result);
    } catch (InterruptedException e) {
      throw CommandException.interrupted(
          file.toString(), "interrupted; 'hikkoshi run " + file + "' goes on where it was");
    }
    return Results.answer(output, result, file.toString());
  }

  private StepRange range() {
    if (from != null && from.compareTo(until) > 0) {
      throw CommandException.usage(
          "--from",
          "--from " + from + " comes after --until " + until + ": nothing is between them");
    }
    return new StepRange(Optional.ofNullable(from), until);
  }

  private int dryRun(MigrationFile migration, RunOptions options, StepRange range) {
    try (var services = Fleets.services(0);
        var progress = new ProgressDisplay(output)) {
      List<StepOutlook> steps =
          new Runbook(services, migration, options, progress, _ -> {})
              .outlook(range, report.writer().isPresent());
      ObjectNode json = Output.object().put("migration", migration.name()).put("dryRun", true);
      var list = json.putArray("steps");
      steps.forEach(step ->
          list.addObject()
              .put("step", step.name())
              .put("state", step.state().spelling())
              .put("does", step.does()));
      output.answer(json, migration.name() + ", nothing is written:\n" + StepOutlook.text(steps));
      return Exit.DONE;
    }
  }

  /// A step as the contract spells it.
  static final class StepName implements ITypeConverter<Step> {
    @Override
    public Step convert(String text) {
      return Arrays.stream(Step.values())
          .filter(step -> step.spelling().equals(text))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "it is '" + text + "'; allowed: " + String.join(", ", Step.spellings())));
    }
  }
}
