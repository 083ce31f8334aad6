package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.LikeSource;
import dev.hikkoshi.common.ledger.Load;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitState;
import dev.hikkoshi.common.ledger.StepRecord;
import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.EcsFleet;
import dev.hikkoshi.common.migration.LocalFleet;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.queue.WorkQueue;
import dev.hikkoshi.producer.SplitMessage;
import dev.hikkoshi.producer.export.ExportManifestReader;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.runbook.dead.DeadLocator;
import dev.hikkoshi.runbook.dead.ObjectRedrive;
import dev.hikkoshi.runbook.dead.Redrive;
import dev.hikkoshi.runbook.ecs.EcsRunningFleet;
import dev.hikkoshi.runbook.verify.Difference;
import dev.hikkoshi.runbook.verify.Mender;
import dev.hikkoshi.runbook.verify.ObjectMending;
import dev.hikkoshi.runbook.verify.ObjectRepair;
import dev.hikkoshi.runbook.verify.ObjectVerification;
import dev.hikkoshi.runbook.verify.Repair;
import dev.hikkoshi.runbook.verify.Verification;
import dev.hikkoshi.runbook.verify.VerificationResult;
import dev.hikkoshi.worker.copy.OpenUploads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;

/// The migration runbook, in the steps that [Step] names. Every step can be repeated and everything
/// that was done is in the ledger, so that running it again after any interruption goes on where it
/// was.
public final class Runbook {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Services services;
  private final Ledger ledger;
  private final MigrationFile file;
  private final RunOptions options;
  private final Progress progress;
  private final Consumer<Difference> differences;
  private final FleetWatch fleetWatch = new FleetWatch();
  private final long startNanos;
  private boolean finished;
  private Optional<VerificationResult> comparison = Optional.empty();

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
    if (isPlanned()) {
      adopt();
    }
    Steps steps;
    try (var fleet = fleet()) {
      steps = new Steps(services, file.name(), range, fleet, progress);
      steps.take(preparing(range));
      if (!isPlanned()) {
        return MigrationResult.unplanned(file.name(), took());
      }
      if (migration().state() == MigrationState.COMPLETE) {
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
    MigrationResult result = result(migration(), lastComparison());
    steps.take(reporting(report, result));
    return result;
  }

  /// What a run would make of each step; changes nothing.
  ///
  /// @throws CommandException exit 3 if the range begins behind something that is not done
  public List<StepOutlook> outlook(StepRange range, boolean report) {
    boolean ledgerExists = ledger.exists();
    boolean known = ledgerExists && isPlanned();
    if (known) {
      sameMigration(migration());
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
            () -> isPlanned() || isRecorded(Step.PREFLIGHT, 0),
            () -> isPlanned() && !again,
            this::preflight),
        StepTask.of(Step.EXPORT, () -> isPlanned() || isExported(), this::export),
        StepTask.of(Step.PLAN, this::isPlanned, this::plan));
  }

  private List<StepTask> moving() {
    int loads = migration().loads().size();
    var tasks = new ArrayList<StepTask>();
    tasks.add(StepTask.of(Step.CHECK, this::isChecked, this::check));
    for (int i = 0; i < loads; i++) {
      int load = i;
      tasks.add(
          StepTask.of(Step.PRODUCE, load, loads, () -> isProduced(load), () -> produce(load)));
      tasks.add(
          StepTask.of(
              Step.DRAIN,
              load,
              loads,
              () -> migration().phase() > load || isRecorded(Step.DRAIN, load),
              () -> drain().await(Step.DRAIN)));
      tasks.add(
          StepTask.of(Step.RETRY, load, loads, () -> migration().phase() > load, this::retry));
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

  private boolean isPlanned() {
    return ledger.migrations().find(file.name()).isPresent();
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
    return splits().stream()
        .noneMatch(
            split -> split.state() == SplitState.PLANNED || split.state() == SplitState.REFUSED);
  }

  private boolean isProduced(int load) {
    Migration now = migration();
    return now.phase() > load
        || (now.phase() == load
            && now.state() == MigrationState.DRAINING
            && ledger.splits().all(file.name(), load).stream()
                .allMatch(split -> split.state() == SplitState.CLOSED));
  }

  /// None begins before the one before it is over.
  private void produce(int load) throws InterruptedException {
    Drain.refuseFailed(splits());
    new OwnTable(services, migration(), progress).make();
    if (load > 0) {
      fence(migration());
    }
    send(load);
    drain().await(Step.PRODUCE);
  }

  private void retry() throws InterruptedException {
    Drain.refuseFailed(splits());
    Migration now = migration();
    drain().await(Step.RETRY);
    advance(now);
  }

  private Drain drain() {
    return new Drain(services, migration(), progress, fleetWatch);
  }

  private boolean isVerified() {
    Migration now = migration();
    LikeSource like = now.likeSource();
    return now.state() == MigrationState.COMPLETE
        && (like == null || like.stage() != LikeSource.Stage.OWN);
  }

  private void verifyStep() throws InterruptedException {
    Drain.refuseFailed(splits());
    if (migration().state() == MigrationState.COMPLETE) {
      new OwnTable(services, migration(), progress).finish();
      return;
    }
    closed();
    new OwnTable(services, migration(), progress).makeIndexes();
    VerifyMode mode = mode(VerifyOptions.AS_PLANNED);
    finish(
        mode == VerifyMode.NONE
            ? Optional.empty()
            : Optional.of(verification(VerifyOptions.AS_PLANNED, Optional.empty())));
  }

  /// What this run has found, or else the last one that came to an end.
  private Optional<VerificationResult> lastComparison() {
    if (finished) {
      return comparison;
    }
    return migration().hasEnded() ? verified() : Optional.empty();
  }

  private VerifyMode mode(VerifyOptions how) {
    return how.mode().or(file::verify).orElseGet(() -> migration().verify());
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
    Optional<Migration> known = ledger.migrations().find(file.name());
    known.ifPresent(this::sameMigration);
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
      Drain.refuseFailed(splits());
      try (var fleet = fleet()) {
        fleet.up();
        closed();
        return compared(how);
      }
    }
    MigrationFile compared =
        file.source() instanceof Source.Objects
            ? file.named(comparison())
            : file.comparison(comparison(), exports());
    return new Runbook(services, compared, options, progress, differences)
        .compare(how)
        .named(file.name());
  }

  /// The migration's dead items, each with its place in the source where that can be found.
  ///
  /// @throws CommandException if the migration was never run
  public List<DeadItem> dead() throws InterruptedException {
    Migration known = known();
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
    Migration known = known();
    if (known.isLoading()) {
      throw CommandException.failed(
          "failed",
          file.name(),
          file.name() + " is " + known.state().spelling() + ": finish it with 'run' first");
    }
    Drain.refuseFailed(splits());
    services.prepare();
    try (var fleet = fleet()) {
      fleet.up();
      closed();
      if (dead().isEmpty()) {
        progress.say(file.name() + " has no dead items");
        return compared(VerifyOptions.AS_PLANNED);
      }
      openWriting();
      long redriven =
          known.movesObjects()
              ? new ObjectRedrive(services, migration(), progress).redrive()
              : new Redrive(services, migration(), progress, options.allowUnsound()).redrive();
      progress.say(redriven + " dead items were written");
      closed();
      return compared(VerifyOptions.AS_PLANNED);
    } catch (IOException e) {
      throw CommandException.failed(
          "failed", file.name(), "the source could not be read: " + e.getMessage());
    }
  }

  private Migration known() {
    Optional<Migration> known =
        ledger.exists() ? ledger.migrations().find(file.name()) : Optional.empty();
    Migration migration =
        known.orElseThrow(() ->
            CommandException.failed(
                "unknown",
                file.name(),
                "migration " + file.name() + " is not in the ledger: it was never run"));
    sameMigration(migration);
    return migration;
  }

  /// A name that no migration has: what a comparison leaves behind if it is killed must never be
  /// taken for a migration.
  private static String comparison() {
    return "comparison-" + UUID.randomUUID();
  }

  private MigrationResult compare(VerifyOptions how) throws InterruptedException {
    try {
      Migration migration = planned();
      try (var fleet = fleet()) {
        fleet.up();
        if (!migration.movesObjects()) {
          check();
          new SourceDigest(services, migration, progress).record();
        }
        while (migration().isLoading()) {
          advance(migration());
        }
        return compared(how);
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
    if (!isPlanned()) {
      plan();
    }
    adopt();
    return migration();
  }

  private void plan() throws InterruptedException {
    progress.step("checking source and destination", 0);
    if (file.source() instanceof Source.Objects objects
        && file.destination() instanceof Destination.Bucket bucket) {
      new ObjectPlanner(services, file, objects, bucket, options, progress).plan();
    } else {
      new Planner(services, file, exports(), options, progress).plan();
    }
  }

  /// Takes over what may be changed in the file of a migration that is planned.
  private void adopt() {
    Migration migration = migration();
    sameMigration(migration);
    if (migration.fileTarget() != file.target()) {
      ledger.migrations().fileTarget(file.name(), file.target());
    }
    if (!Objects.equals(migration.sourceRole(), file.source().role())
        || !Objects.equals(migration.destinationRole(), file.destination().role())) {
      ledger.migrations().roles(file.name(), file.source().role(), file.destination().role());
    }
  }

  private List<S3Location> exports() {
    return switch (file.source()) {
      case Source.Exports(var locations, _) -> locations;
      case Source.Table table ->
          new ExportStep(services, file.name(), table, progress)
              .manifest()
              .map(List::of)
              .orElseThrow(() ->
                  CommandException.failed(
                      "unknown",
                      file.name(),
                      table.arn()
                          + " was not exported for "
                          + file.name()
                          + " yet: 'hikkoshi run' does that"));
      case Source.Objects objects ->
          throw new IllegalStateException(objects.location() + " is no export");
    };
  }

  private void sameMigration(Migration migration) {
    boolean same =
        file.source() instanceof Source.Objects objects
            ? isSame(migration, objects)
            : !migration.movesObjects()
                && migration.table().equals(file.table())
                && manifests(migration)
                    .equals(exports().stream().map(ExportManifestReader::summary).toList());
    if (!same) {
      throw CommandException.usage(
          "name",
          "a migration named '"
              + file.name()
              + "' is in the ledger already, from "
              + manifests(migration).stream()
                  .map(S3Location::toString)
                  .collect(Collectors.joining(", "))
              + " to "
              + migration.destination().description()
              + "; give this one another name");
    }
  }

  private static List<S3Location> manifests(Migration migration) {
    return migration.loads().stream().map(Load::manifest).toList();
  }

  /// Whatever else the file says of a copy is as it was planned, and how much may be deleted.
  private boolean isSame(Migration migration, Source.Objects objects) {
    return migration.destination() instanceof BucketDestination planned
        && file.destination() instanceof Destination.Bucket bucket
        && ObjectPlanner.isPlanned(objects, migration)
        && planned.bucket().equals(bucket.bucket())
        && planned.prefix().equals(bucket.prefix())
        && planned.settings().equals(bucket.settings());
  }

  /// Has the bytes of all shards read whose ETag does not prove them.
  private void check() throws InterruptedException {
    List<Split> unchecked =
        splits().stream().filter(split -> split.state() == SplitState.PLANNED).toList();
    if (!unchecked.isEmpty()) {
      progress.step("checking the bytes of the shards", unchecked.size());
      try (var queue = services.queues().open(services.names().splits())) {
        unchecked.forEach(split -> send(queue, split, SplitMessage.Task.CHECK));
      }
      while (true) {
        List<Split> now = splits();
        refused(now);
        long left = now.stream().filter(split -> split.state() == SplitState.PLANNED).count();
        progress.done(unchecked.size() - left);
        if (left == 0) {
          break;
        }
        services.time().sleep(POLL);
      }
    }
    refused(splits());
  }

  private void refused(List<Split> splits) {
    for (Split split : splits) {
      if (split.state() == SplitState.REFUSED) {
        forget();
        throw new UnsoundSourceException(split.subject(), split.problem());
      }
    }
  }

  /// Puts the splits of a load on the queue that are not there yet.
  private void send(int phase) {
    List<Split> waiting =
        ledger.splits().all(file.name(), phase).stream()
            .filter(split -> split.state() == SplitState.CHECKED)
            .toList();
    if (waiting.isEmpty()) {
      return;
    }
    if (!ledger.migrations().state(file.name(), phase, MigrationState.PRODUCING)) {
      throw overtaken();
    }
    try (var queue = services.queues().open(services.names().splits())) {
      // After an interruption most are queued already; what was lost is sent again by the drain.
      for (Split split : waiting) {
        if (!split.queued()) {
          send(queue, split, SplitMessage.Task.SEND);
          ledger.splits().queued(file.name(), split.id());
        }
      }
    }
  }

  /// Nothing that was sent before can be written any more.
  private void closed() throws InterruptedException {
    Migration now = migration();
    boolean resending = now.phase() > now.loads().size() && now.state() == MigrationState.PRODUCING;
    if (resending) {
      advance(now);
    }
    // Any other phase is a verification's, which began when this had been waited for.
    if (resending || now.phase() == now.loads().size()) {
      fence(migration());
    }
  }

  /// Begins a phase in which items are sent once more.
  private void openWriting() throws InterruptedException {
    if (!ledger
        .migrations()
        .advance(file.name(), migration().phase(), MigrationState.PRODUCING, services.id())) {
      throw overtaken();
    }
    fence(migration());
  }

  /// Compares both sides, mends what differs if that is wanted, and ends.
  private MigrationResult compared(VerifyOptions how) throws InterruptedException {
    try (Mender repair =
        migration().movesObjects()
            ? new ObjectRepair(services, migration(), how.deleteExtra())
            : new Repair(how.deleteExtra())) {
      VerificationResult found = verification(how, Optional.of(repair));
      if (how.repair() && !found.exact()) {
        openWriting();
        long mended = repair.mend(services, migration(), progress);
        progress.say(mended + " keys were mended; everything is compared again");
        closed();
        found = verification(how.again(), Optional.empty());
      }
      return finish(Optional.of(found));
    } catch (IOException e) {
      throw CommandException.failed(
          "failed", file.name(), "what differs could not be mended: " + e.getMessage());
    }
  }

  private void fence(Migration now) throws InterruptedException {
    new Fence(
            ledger.fleet(),
            fleetWatch,
            options.worker().signatureValidity(),
            services.time()::nanoTime,
            services.time(),
            progress)
        .await(now.name(), now.phase());
  }

  private void advance(Migration from) {
    if (!ledger.migrations().advance(from.name(), from.phase(), services.id())) {
      throw overtaken();
    }
  }

  private CommandException overtaken() {
    return CommandException.failed(
        "failed",
        file.name(),
        "another run of " + file.name() + " has gone on with it; wait for it");
  }

  private Migration migration() {
    return ledger.migrations().find(file.name()).orElseThrow();
  }

  private void send(WorkQueue queue, Split split, SplitMessage.Task task) {
    queue.send(new SplitMessage(file.name(), split.id(), task).encode(), Duration.ZERO);
  }

  /// @param mender told what is found
  private VerificationResult verification(VerifyOptions how, Optional<Mender> mender)
      throws InterruptedException {
    file.readTarget().ifPresent(rate -> ledger.migrations().readTarget(file.name(), rate));
    Migration migration = migration();
    // Asked for a comparison, a migration that wants none is compared as far as it can be.
    VerifyMode mode = mode(how) == VerifyMode.NONE ? migration.most() : mode(how);
    if (migration.movesObjects()) {
      var mending =
          mender.orElse(null) instanceof ObjectMending objects ? objects : ObjectMending.NONE;
      return new ObjectVerification(
              services, migration, mode, how.against(), progress, differences, mending)
          .run();
    }
    var told =
        mender.orElse(null) instanceof Repair repair ? differences.andThen(repair) : differences;
    return new Verification(services, migration, mode, how.against(), progress, told).run();
  }

  private MigrationResult finish(Optional<VerificationResult> verification)
      throws InterruptedException {
    Migration migration = migration();
    if (migration.movesObjects()) {
      abortUploads(migration);
    } else {
      new DeadLocator(ledger, services.source(migration).s3(), migration).locate();
    }
    boolean good =
        verification.map(VerificationResult::exact).orElse(true)
            && ledger.dead().all(file.name()).isEmpty();
    verification.ifPresent(v -> ledger.migrations().verification(file.name(), v.encode()));
    deletePayloads();
    if (!ledger
        .migrations()
        .state(
            file.name(),
            migration().phase(),
            good ? MigrationState.COMPLETE : MigrationState.FAILED)) {
      throw overtaken();
    }
    if (good) {
      new OwnTable(services, migration(), progress).finish();
    }
    finished = true;
    comparison = verification;
    return result(migration(), verification);
  }

  /// Nothing of it can be written any more.
  private void abortUploads(Migration migration) {
    int aborted =
        new OpenUploads(ledger, services.destination(migration).s3()).abortAll(migration.name());
    if (aborted > 0) {
      progress.say(aborted + " uploads that were left open are aborted");
    }
  }

  /// Every unit is settled: whatever message still comes is a copy, and needs its payload no more.
  private void deletePayloads() {
    try {
      services.payloads().delete(file.name());
    } catch (SdkException e) {
      progress.say(
          "what is left in "
              + services.payloads().location(file.name())
              + " could not be deleted, delete it yourself: "
              + e.getMessage());
    }
  }

  private Optional<VerificationResult> verified() {
    return ledger.migrations().verification(file.name()).map(VerificationResult::decode);
  }

  private MigrationResult result(Migration migration, Optional<VerificationResult> verification) {
    return MigrationResult.of(ledger, migration, verification, took());
  }

  private Duration took() {
    return Duration.ofNanos(services.time().nanoTime() - startNanos);
  }

  private List<Split> splits() {
    return ledger.splits().all(file.name());
  }
}
