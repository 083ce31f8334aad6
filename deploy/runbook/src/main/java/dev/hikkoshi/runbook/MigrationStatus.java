package dev.hikkoshi.runbook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Heartbeat;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitProgress;
import dev.hikkoshi.common.ledger.SplitState;
import dev.hikkoshi.common.ledger.StepRecord;
import dev.hikkoshi.common.time.DurationText;
import dev.hikkoshi.runbook.cli.Output;
import dev.hikkoshi.worker.fleet.Membership;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Where a migration stands, from the ledger alone.
///
/// @param sourceItems items that the exports promise; of objects what was read so far
/// @param splits number of splits
/// @param splitsClosed of those, completely on the queue
/// @param unitsSent units on the queue or done
/// @param unitsSettled units done
/// @param written items written
/// @param rate items per second, over the whole time of writing or lately
/// @param dead items that can never be written
/// @param refused workers whose heartbeat says that the destination refuses everything
/// @param steps of its runs, as they were last taken
/// @param fleet all workers in the ledger, the dead ones included
/// @param workers of those, how many have beaten since an earlier look; nothing without one
public record MigrationStatus(
    Migration migration,
    long sourceItems,
    int splits,
    int splitsClosed,
    long unitsSent,
    long unitsSettled,
    long written,
    double rate,
    SplitProgress progress,
    List<DeadItem> dead,
    List<Heartbeat> refused,
    List<StepRecord> steps,
    List<Heartbeat> fleet,
    OptionalInt workers) {
  private static final int LISTED_DEAD = 20;

  /// Reads it.
  ///
  /// @return nothing if there is no such migration
  public static Optional<MigrationStatus> read(Ledger ledger, String name) {
    return ledger
        .migrations()
        .find(name)
        .map(migration -> read(ledger, migration, Clock.systemUTC().instant()));
  }

  private static MigrationStatus read(Ledger ledger, Migration migration, Instant now) {
    List<Split> splits = ledger.splits().all(migration.name());
    var sum = SplitProgress.NONE;
    long written = 0;
    long items = migration.sourceItems();
    for (Split split : splits) {
      if (migration.movesObjects()) {
        items += split.items();
      }
      SplitProgress progress =
          ledger.units().progress(migration.name(), split.id(), split.knownUnits());
      written += split.done(progress.totals().items());
      sum = sum.plus(progress);
    }
    List<Heartbeat> fleet = ledger.fleet().all(Membership.ROLE);
    boolean writing = migration.isLoading();
    Instant end = writing ? now : sum.ended();
    double seconds =
        sum.started().isBefore(end) ? Duration.between(sum.started(), end).toMillis() / 1e3 : 0;
    return new MigrationStatus(
        migration,
        items,
        splits.size(),
        (int) splits.stream().filter(split -> split.state() == SplitState.CLOSED).count(),
        splits.stream().mapToLong(Split::sent).sum(),
        sum.settled(),
        written,
        seconds > 0 ? written / seconds : 0,
        sum,
        ledger.dead().all(migration.name()),
        fleet.stream().filter(beat -> !beat.pace(migration.name()).refusal().isEmpty()).toList(),
        ledger.steps().all(migration.name()),
        fleet,
        OptionalInt.empty());
  }

  /// The same with only those workers refused that have beaten since an earlier look: who is dead
  /// is not refused any more.
  ///
  /// @param newRate items per second since one of the earlier looks, or the rate as it is
  public MigrationStatus since(MigrationStatus earlier, double newRate) {
    Map<String, Long> beats =
        earlier.fleet.stream().collect(Collectors.toMap(Heartbeat::id, Heartbeat::beat));
    Predicate<Heartbeat> alive = beat -> beat.beat() > beats.getOrDefault(beat.id(), beat.beat());
    return new MigrationStatus(
        migration,
        sourceItems,
        splits,
        splitsClosed,
        unitsSent,
        unitsSettled,
        written,
        newRate,
        progress,
        dead,
        refused.stream().filter(alive).toList(),
        steps,
        fleet,
        OptionalInt.of((int) fleet.stream().filter(alive).count()));
  }

  private String refusal() {
    return refused.isEmpty() ? "" : refused.getFirst().pace(migration.name()).refusal();
  }

  /// Whether nothing more will happen by itself.
  public boolean ended() {
    return migration.hasEnded();
  }

  private MigrationState state() {
    return migration.target() == 0 && !ended() ? MigrationState.PAUSED : migration.state();
  }

  /// Of writing. Nothing where it is not known: nothing was written yet, all is and is compared
  /// now, or the migration is paused.
  private Optional<Duration> timeLeft() {
    long left = sourceItems - written - dead.size();
    if (ended() && left <= 0) {
      return Optional.of(Duration.ZERO);
    }
    return left > 0 && rate > 0 && !ended() && state() != MigrationState.PAUSED
        ? Optional.of(Duration.ofSeconds(Math.round(left / rate)))
        : Optional.empty();
  }

  /// As JSON; `secondsLeft` is null where not known.
  public ObjectNode json() {
    ObjectNode json =
        Output.object().put("migration", migration.name()).put("state", state().spelling());
    json.put("target", migration.target())
        .put("readTarget", migration.readTarget())
        .put("rate", Math.round(rate * 10) / 10.0);
    json.putObject("splits").put("total", splits).put("closed", splitsClosed);
    json.putObject("units").put("sent", unitsSent).put("settled", unitsSettled);
    json.put("sourceItems", sourceItems)
        .put("written", written)
        .put("retried", progress.totals().retried())
        .put("requests", progress.totals().requests())
        .put("throttledRequests", progress.totals().throttledRequests())
        .put("capacityUnits", progress.totals().capacityUnits())
        .put("dead", dead.size());
    json.put("workers", workers.isPresent() ? workers.getAsInt() : null);
    json.putObject("refused").put("workers", refused.size()).put("reason", refusal());
    json.put("secondsLeft", timeLeft().map(Duration::toSeconds).orElse(null));
    var taken = json.putArray("steps");
    steps.forEach(step ->
        taken
            .addObject()
            .put("step", step.step())
            .put("load", step.load())
            .put("outcome", step.outcome().name().toLowerCase(Locale.ROOT))
            .put("begun", step.begun().toString())
            .put("ended", step.ended() == null ? null : step.ended().toString())
            .put("runs", step.runs())
            .put("message", step.message()));
    var items = json.putArray("deadItems");
    dead.stream()
        .limit(LISTED_DEAD)
        .forEach(item ->
            items
                .addObject()
                .put("unit", item.unit())
                .put("key", item.key())
                .put("reason", item.reason())
                .put("at", item.at()));
    return json;
  }

  /// One line.
  public String line() {
    return String.format(
            Locale.ROOT,
            "%s: %s, %,d of %,d items (%.0f %%), %,.0f/s, %s %,.0f, %,d throttled, %,d sent again,"
                + " %,d dead%s",
            migration.name(),
            state().spelling(),
            written,
            sourceItems,
            sourceItems == 0 ? 100 : 100.0 * written / sourceItems,
            rate,
            migration.isReading() ? "read target" : "target",
            migration.rate(),
            progress.totals().throttledRequests(),
            progress.totals().retried(),
            dead.size(),
            ended()
                ? ""
                : timeLeft().map(left -> ", " + DurationText.of(left) + " left").orElse(""))
        + (workers.isEmpty() ? "" : String.format(Locale.ROOT, ", %,d workers", workers.getAsInt()))
        + (refused.isEmpty() ? "" : ", refused: " + refusal());
  }

  private static String step(StepRecord step) {
    return String.format(
        Locale.ROOT,
        "  step %-10s %s, begun %s%s%s%n",
        step.step(),
        step.outcome().name().toLowerCase(Locale.ROOT),
        step.begun().truncatedTo(ChronoUnit.SECONDS),
        step.ended() == null ? "" : ", ended " + step.ended().truncatedTo(ChronoUnit.SECONDS),
        step.message().isEmpty() ? "" : ": " + step.message());
  }

  /// As text for a person.
  public String text() {
    var text = new StringBuilder(line()).append('\n');
    text.append(
        String.format(
            Locale.ROOT,
            "  splits: %,d of %,d on the queue; units: %,d sent, %,d settled%n",
            splitsClosed,
            splits,
            unitsSent,
            unitsSettled));
    steps.forEach(step -> text.append(step(step)));
    if (!refused.isEmpty()) {
      text.append(
          String.format(
              Locale.ROOT,
              "  the destination refuses everything, %,d workers wait for it: %s%n",
              refused.size(),
              refusal()));
    }
    dead.stream()
        .limit(LISTED_DEAD)
        .forEach(item ->
            text.append("  dead: ")
                .append(item.key())
                .append(": ")
                .append(item.reason())
                .append('\n'));
    if (dead.size() > LISTED_DEAD) {
      text.append("  … and more\n");
    }
    return text.toString();
  }
}
