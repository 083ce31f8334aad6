package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.LikeSource;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.SplitState;
import dev.hikkoshi.common.ledger.StepRecord;
import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.EcsFleet;
import dev.hikkoshi.common.migration.LocalFleet;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.runbook.dead.DeadLocator;
import dev.hikkoshi.runbook.dead.ObjectRedrive;
import dev.hikkoshi.runbook.dead.Redrive;
import dev.hikkoshi.runbook.ecs.EcsRunningFleet;
import dev.hikkoshi.runbook.verify.Difference;
import dev.hikkoshi.runbook.verify.VerificationResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// The migration runbook, in the steps that [Step] names. Every step can be repeated and everything
/// that was done is in the ledger, so that running it again after any interruption goes on where it
/// was.
public final class Runbook {
  private final Services services;
  private final Ledger ledger;
  private final MigrationFile file;
  private final RunOptions options;
  private final Progress progress;
  private final Consumer<Difference> differences;
  private final FleetWatch fleetWatch = new FleetWatch();
  private final LedgerMigration migration;
  private final Phases phases;
  private final SplitTasks splits;
  private final Conclusion conclusion;
  private final long startNanos;

  /// @param differences told each key that differs, if the verification finds any
  public Runbook(
      Services services,
      MigrationFile file,
      RunOptions options,
      Progress progress,
      Consumer<Difference> differences) {
    this.services = services;
    this.ledger = services.ledger();
    this.file = file;
    this.options = options;
    this.progress = progress;
    this.differences = differences;
    this.migration = new LedgerMigration(services, file, progress);
    this.phases =
        new Phases(services, migration, fleetWatch, options.worker().signatureValidity(), progress);
    this.splits = new SplitTasks(services, migration, progress, this::forget);
    this.conclusion = new Conclusion(services, file, migration, phases, progress, differences);
    this.startNanos = services.time().nanoTime();
  }

  /// Runs the migration to its end, or on from where it was.
  ///
  /// @return the result, exact or not
  /// @throws UnsoundSourceException if the source is not sound; nothing was written
  /// @throws CommandException if it cannot be started or cannot be finished
  public MigrationResult run() throws InterruptedException {
    return run(StepRange.ALL, Optional.empty());
  }

  /// Takes the steps of a range that are not done.
  ///
  /// @param report writes the report, if one is wanted
  /// @return the result so far
  /// @throws UnsoundSourceException if the source is not sound; nothing was written
  /// @throws CommandException if it cannot be started or cannot be finished, or the range begins
  ///   behind something that is not done
  public MigrationResult run(StepRange range, Optional<Consumer<MigrationResult>> report)
      throws InterruptedException {
    services.prepare();
    if (migration.isPlanned()) {
      migration.adopt();
    }
    Steps steps;
    try (var fleet = fleet()) {
      steps = new Steps(services, file.name(), range, fleet, progress);
      steps.take(preparing(range));
      if (!migration.isPlanned()) {
        return MigrationResult.unplanned(file.name(), took());
      }
      if (migration.now().state() == MigrationState.COMPLETE) {
        progress.say(file.name() + " is complete; nothing to do");
      }
      new Outages(services.time(), progress)
          .through(
              file.name(),
              () -> {
                steps.take(moving());
                return file.name();
              });
    }
    MigrationResult result = result(conclusion.last());
    steps.take(reporting(report, result));
    return result;
  }

  /// What a run would make of each step; changes nothing.
  ///
  /// @throws CommandException exit 3 if the range begins behind something that is not done
  public List<StepOutlook> outlook(StepRange range, boolean report) {
    boolean ledgerExists = ledger.exists();
    boolean known = ledgerExists && migration.isPlanned();
    if (known) {
      migration.requireSame(migration.now());
    }
    var tasks = new ArrayList<StepTask>();
    for (Step step : Step.values()) {
      switch (step) {
        case PREFLIGHT -> tasks.addAll(ledgerExists ? preparing(range) : undone(Step.PREFLIGHT));
        case EXPORT, PLAN -> tasks.addAll(ledgerExists ? List.of() : undone(step));
        case CHECK -> tasks.addAll(known ? moving() : undone(step));
        case PRODUCE, DRAIN, RETRY, VERIFY -> tasks.addAll(known ? List.of() : undone(step));
        case FLEET_UP, FLEET_DOWN, REPORT -> tasks.addAll(undone(step));
      }
    }
    tasks.stream()
        .filter(task -> !isOptional(task.step()))
        .forEach(task -> Steps.check(task, range, file.name()));
    boolean work =
        tasks.stream()
            .anyMatch(task ->
                task.step().needsFleet()
                    && range.holds(task.step())
                    && !task.needless().getAsBoolean());
    return tasks.stream()
        .map(task -> StepOutlook.of(task, range, isNeeded(task.step(), work, report)))
        .toList();
  }

  private static List<StepTask> undone(Step step) {
    return List.of(StepTask.of(step, () -> false, () -> {}));
  }

  private static boolean isOptional(Step step) {
    return step == Step.FLEET_UP || step == Step.FLEET_DOWN;
  }

  private boolean isNeeded(Step step, boolean work, boolean report) {
    return switch (step) {
      case EXPORT -> file.source() instanceof Source.Table;
      case FLEET_UP, FLEET_DOWN -> work && options.fleet().isPresent();
      case REPORT -> report;
      case PREFLIGHT, PLAN, CHECK, PRODUCE, DRAIN, RETRY, VERIFY -> true;
    };
  }

  private List<StepTask> preparing(StepRange range) {
    boolean again = range.from().filter(Step.PREFLIGHT::equals).isPresent();
    return List.of(
        new StepTask(
            Step.PREFLIGHT,
            0,
            1,
            () -> migration.isPlanned() || isRecorded(Step.PREFLIGHT, 0),
            () -> migration.isPlanned() && !again,
            this::preflight),
        StepTask.of(Step.EXPORT, () -> migration.isPlanned() || isExported(), this::export),
        StepTask.of(Step.PLAN, migration::isPlanned, this::plan));
  }

  private List<StepTask> moving() {
    int loads = migration.now().loads().size();
    var tasks = new ArrayList<StepTask>();
    tasks.add(StepTask.of(Step.CHECK, this::isChecked, splits::check));
    for (int i = 0; i < loads; i++) {
      int load = i;
      tasks.add(
          StepTask.of(Step.PRODUCE, load, loads, () -> isProduced(load), () -> produce(load)));
      tasks.add(
          StepTask.of(
              Step.DRAIN,
              load,
              loads,
              () -> migration.now().phase() > load || isRecorded(Step.DRAIN, load),
              () -> drain().await(Step.DRAIN)));
      tasks.add(
          StepTask.of(Step.RETRY, load, loads, () -> migration.now().phase() > load, this::retry));
    }
    tasks.add(StepTask.of(Step.VERIFY, this::isVerified, this::verifyStep));
    return tasks;
  }

  private static List<StepTask> reporting(
      Optional<Consumer<MigrationResult>> report, MigrationResult result) {
    return report.stream()
        .map(writer -> StepTask.of(Step.REPORT, () -> false, () -> writer.accept(result)))
        .toList();
  }

  private boolean isRecorded(Step step, int load) {
    return ledger
        .steps()
        .find(file.name(), step.spelling(), load)
        .filter(record -> record.outcome() == StepRecord.Outcome.DONE)
        .isPresent();
  }

  private void preflight() {
    if (file.destination() instanceof Destination.Table table
        && table.create() == Destination.Create.NEVER) {
      DestinationTable.describe(services.clients().as(table.role()).dynamoDb(), table.table());
    }
  }

  private boolean isExported() {
    return !(file.source() instanceof Source.Table table)
        || new ExportStep(services, file.name(), table, progress).manifest().isPresent();
  }

  private void export() throws InterruptedException {
    if (file.source() instanceof Source.Table table) {
      new ExportStep(services, file.name(), table, progress).export();
    }
  }

  private boolean isChecked() {
    return migration.splits().stream()
        .noneMatch(
            split -> split.state() == SplitState.PLANNED || split.state() == SplitState.REFUSED);
  }

  private boolean isProduced(int load) {
    Migration now = migration.now();
    return now.phase() > load
        || (now.phase() == load
            && now.state() == MigrationState.DRAINING
            && ledger.splits().all(file.name(), load).stream()
                .allMatch(split -> split.state() == SplitState.CLOSED));
  }

  /// None begins before the one before it is over.
  private void produce(int load) throws InterruptedException {
    Drain.refuseFailed(migration.splits());
    new OwnTable(services, migration.now(), progress).make();
    if (load > 0) {
      phases.fence();
    }
    splits.send(load);
    drain().await(Step.PRODUCE);
  }

  private void retry() throws InterruptedException {
    Drain.refuseFailed(migration.splits());
    Migration now = migration.now();
    drain().await(Step.RETRY);
    phases.advance(now);
  }

  private Drain drain() {
    return new Drain(services, migration.now(), progress, fleetWatch);
  }

  private boolean isVerified() {
    Migration now = migration.now();
    LikeSource like = now.likeSource();
    return now.state() == MigrationState.COMPLETE
        && (like == null || like.stage() != LikeSource.Stage.OWN);
  }

  private void verifyStep() throws InterruptedException {
    Drain.refuseFailed(migration.splits());
    if (migration.now().state() == MigrationState.COMPLETE) {
      new OwnTable(services, migration.now(), progress).finish();
      return;
    }
    phases.close();
    new OwnTable(services, migration.now(), progress).makeIndexes();
    conclusion.asPlanned();
  }

  /// Compares source and destination of a migration that has been written; if it was never planned,
  /// of its source read now.
  public MigrationResult verify(VerifyOptions how) throws InterruptedException {
    if (how.deleteExtra()
        && file.source() instanceof Source.Objects objects
        && objects.versions()) {
      throw CommandException.usage(
          "--delete-extra",
          "--delete-extra would add a delete marker and leave the versions where they are: with 'versions: all' remove what is too much yourself");
    }
    services.prepare();
    Optional<Migration> known = migration.find();
    known.ifPresent(migration::requireSame);
    if (known.isPresent()
        && known.get().isLoading()
        && known.get().state() != MigrationState.COMPLETE) {
      throw CommandException.failed(
          "failed",
          file.name(),
          file.name()
              + " is "
              + known.get().state().spelling()
              + ", not all of it is written: finish it with 'run' first");
    }
    if (known.isPresent()) {
      Drain.refuseFailed(migration.splits());
      try (var fleet = fleet()) {
        fleet.up();
        phases.close();
        return result(conclusion.compare(how));
      }
    }
    MigrationFile compared =
        file.source() instanceof Source.Objects
            ? file.named(comparison())
            : file.comparison(comparison(), migration.exports());
    return new Runbook(services, compared, options, progress, differences)
        .compare(how)
        .named(file.name());
  }

  /// The migration's dead items, each with its place in the source where that can be found.
  ///
  /// @throws CommandException if the migration was never run
  public List<DeadItem> dead() throws InterruptedException {
    Migration known = migration.known();
    if (!known.movesObjects()) {
      new DeadLocator(ledger, services.source(known).s3(), known).locate();
    }
    return ledger.dead().all(file.name());
  }

  /// Sends dead items again and compares everything once more.
  ///
  /// @throws UnsoundSourceException if the source was changed and does not fit its manifest
  /// @throws CommandException if the migration was never run, or not to its end
  public MigrationResult redrive() throws InterruptedException {
    Migration known = migration.known();
    if (known.isLoading()) {
      throw CommandException.failed(
          "failed",
          file.name(),
          file.name() + " is " + known.state().spelling() + ": finish it with 'run' first");
    }
    Drain.refuseFailed(migration.splits());
    services.prepare();
    try (var fleet = fleet()) {
      fleet.up();
      phases.close();
      if (dead().isEmpty()) {
        progress.say(file.name() + " has no dead items");
        return result(conclusion.compare(VerifyOptions.AS_PLANNED));
      }
      phases.open();
      long redriven =
          known.movesObjects()
              ? new ObjectRedrive(services, migration.now(), progress).redrive()
              : new Redrive(services, migration.now(), progress, options.allowUnsound()).redrive();
      progress.say(redriven + " dead items were written");
      phases.close();
      return result(conclusion.compare(VerifyOptions.AS_PLANNED));
    } catch (IOException e) {
      throw CommandException.failed(
          "failed", file.name(), "the source could not be read: " + e.getMessage());
    }
  }

  /// A name that no migration has: what a comparison leaves behind if it is killed must never be
  /// taken for a migration.
  private static String comparison() {
    return "comparison-" + UUID.randomUUID();
  }

  private MigrationResult compare(VerifyOptions how) throws InterruptedException {
    try {
      Migration planned = planned();
      try (var fleet = fleet()) {
        fleet.up();
        if (!planned.movesObjects()) {
          splits.check();
          new SourceDigest(services, planned, progress).record();
        }
        while (migration.now().isLoading()) {
          phases.advance(migration.now());
        }
        return result(conclusion.compare(how));
      }
    } finally {
      forget();
    }
  }

  private void forget() {
    ledger.forget(file.name());
    new DestinationListing(services, file, progress).delete();
  }

  private RunningFleet fleet() {
    return switch (options.fleet().orElse(null)) {
      case null -> RunningFleet.OTHERS;
      case LocalFleet local ->
          RunningFleet.local(() -> new LocalFleetRunner(services, local, options.worker()));
      case EcsFleet ecs -> new EcsRunningFleet(services, file.name(), ecs, progress);
    };
  }

  private Migration planned() throws InterruptedException {
    if (!migration.isPlanned()) {
      plan();
    }
    migration.adopt();
    return migration.now();
  }

  private void plan() throws InterruptedException {
    progress.step("checking source and destination", 0);
    if (file.source() instanceof Source.Objects objects
        && file.destination() instanceof Destination.Bucket bucket) {
      new ObjectPlanner(services, file, objects, bucket, options, progress).plan();
    } else {
      new Planner(services, file, migration.exports(), options, progress).plan();
    }
  }

  private MigrationResult result(Optional<VerificationResult> verification) {
    return MigrationResult.of(ledger, migration.now(), verification, took());
  }

  private Duration took() {
    return Duration.ofNanos(services.time().nanoTime() - startNanos);
  }
}
