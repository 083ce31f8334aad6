package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.RunOptions;
import dev.hikkoshi.runbook.Runbook;
import dev.hikkoshi.runbook.Step;
import dev.hikkoshi.runbook.StepOutlook;
import dev.hikkoshi.runbook.StepRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
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
      "Moves what the migration file says: exports the source table or takes its exports, checks"
          + " them, creates the table where",
      "the file says so, produces, drains, verifies.",
      "Of a bucket it copies what an inventory or a listing holds, or what changed between two"
          + " inventories.",
      "It takes these steps: preflight, export (of a source table), plan, fleet-up, check, produce,"
          + " drain, retry, verify, fleet-down,",
      "report. Each is recorded in the ledger, and what is done is not done again: run again after"
          + " any interruption, it goes on where",
      "it was; a complete migration is left alone."
    },
    mixinStandardHelpOptions = true)
public final class RunCommand implements CliCommand {
  @Mixin private final Output output = new Output();
  @Mixin private final ReportOption report = new ReportOption();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "The migration file (YAML); several make a set.")
  private List<Path> files = List.of();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "Of a set: how many at a time (default ${DEFAULT-VALUE}).")
  private int parallel = 1;

  @Option(
      names = "--target-total",
      paramLabel = "R",
      description =
          "Of a set: the most that all targets together may be, as an account's quota; the files' targets are lowered in proportion.")
  private @Nullable Double targetTotal;

  @Option(
      names = "--fleet",
      paramLabel = "local|ecs|none",
      description =
          "Who runs producers and workers: this process, the ECS services of the migration file, or"
              + " others that you started with 'produce' and 'work'. Default: as the file says.")
  private @Nullable FleetChoice fleet;

  @Option(
      names = "--allow-unsound-manifest",
      description =
          "Move an export or an inventory although its manifest does not match its own checksum;"
              + " the result says so.")
  private boolean allowUnsound;

  @Option(
      names = "--allow-gap",
      description =
          "Load incremental exports although time is missing between their windows; the result says"
              + " so.")
  private boolean allowGap;

  @Option(
      names = "--from",
      paramLabel = "STEP",
      converter = StepName.class,
      description =
          "Begin with this step; refused if one before it is not done. Default: the first that is"
              + " not done.")
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
    StepRange range = range();
    if (files.size() > 1) {
      return set(range);
    }
    Path file = files.getFirst();
    var migration = new MigrationFileReader().read(file);
    RunOptions options = options(migration);
    if (dryRun) {
      return dryRun(migration, options, range);
    }
    report.check();
    try (var progress = new ProgressDisplay(output)) {
      MigrationResult result =
          new MigrationRun(file, migration, options, range, report.of(file)).run(output, progress);
      return Results.answer(output, result, file.toString());
    }
  }

  private RunOptions options(MigrationFile migration) {
    return Fleets.options(migration, fleet, allowUnsound).withGaps(allowGap);
  }

  private int set(StepRange range) throws InterruptedException {
    if (dryRun) {
      throw CommandException.usage("--dry-run", "--dry-run is for one migration file at a time");
    }
    if (parallel < 1) {
      throw CommandException.usage(
          "--parallel", "--parallel is " + parallel + "; allowed: a whole number from 1");
    }
    if (targetTotal != null && !(targetTotal > 0)) {
      throw CommandException.usage(
          "--target-total", "--target-total is " + targetTotal + "; allowed: above 0");
    }
    var runs = new ArrayList<MigrationRun>();
    var names = new HashSet<String>();
    for (Path path : files) {
      MigrationFile migration = new MigrationFileReader().read(path);
      if (!names.add(migration.name())) {
        throw CommandException.usage(
            "name", path + ": another file of the set has the name '" + migration.name() + "' too");
      }
      runs.add(
          new MigrationRun(
              path, migration, options(migration), range, report.of(path, migration.name())));
    }
    report.check();
    List<MigrationRun> limited =
        targetTotal == null ? runs : RunSet.within(targetTotal, runs, parallel);
    List<RunSet.Ended> ended = new RunSet(limited, parallel, output).run();
    ObjectNode json = RunSet.json(ended);
    report.set(runs, json);
    List<RunSet.Ended> bad = ended.stream().filter(one -> !one.isGood()).toList();
    if (!bad.isEmpty()) {
      output.line(RunSet.text(ended).stripTrailing());
      throw CommandException.failed(
              "failed",
              bad.getFirst().run().path().toString(),
              bad.size()
                  + " of "
                  + ended.size()
                  + " migrations did not end well; the same command goes on with them")
          .with(json);
    }
    output.answer(json, RunSet.text(ended));
    return Exit.DONE;
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
              .outlook(range, report.isWanted());
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
