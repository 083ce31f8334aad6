package dev.hikkoshi.runbook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitProgress;
import dev.hikkoshi.common.ledger.SplitState;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.runbook.cli.Output;
import dev.hikkoshi.runbook.verify.VerificationResult;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What `run`, `demo` and `verify` answer. Counts are totals of the migration across resumes.
///
/// @param exact whether source and destination are equal; null as long as nobody has looked
/// @param written items put, dead ones left out
/// @param deleted keys deleted
/// @param copied objects copied, dead ones left out
/// @param bytes of item JSON, as in the source
/// @param capacityUnits write units consumed
/// @param seconds wall time of this command
/// @param meanRate items per second while writing
/// @param verification what the last comparison found, if there was one
/// @param unsound what was wrong with the manifest and was allowed
/// @param unmatched patterns that have matched no key
public record MigrationResult(
    String migration,
    MigrationState state,
    @Nullable Boolean exact,
    long sourceItems,
    long destinationItems,
    long written,
    long deleted,
    long copied,
    long bytes,
    long missing,
    long extra,
    long different,
    long dead,
    long retried,
    long requests,
    long throttledRequests,
    double capacityUnits,
    double seconds,
    double meanRate,
    Optional<VerificationResult> verification,
    List<String> unsound,
    List<String> unmatched) {

  static MigrationResult of(
      Ledger ledger,
      Migration migration,
      Optional<VerificationResult> verification,
      Duration took) {
    return of(ledger, migration, verification, took, (_, _) -> {});
  }

  /// What the ledger says of a migration.
  ///
  /// @param took this command
  /// @param each told how far each split is
  public static MigrationResult of(
      Ledger ledger,
      Migration migration,
      Optional<VerificationResult> verification,
      Duration took,
      BiConsumer<Split, SplitProgress> each) {
    String name = migration.name();
    long bytes = 0;
    long items = 0;
    long deleted = 0;
    var sum = SplitProgress.NONE;
    for (Split split : ledger.splits().all(name)) {
      SplitProgress progress = ledger.units().progress(name, split.id(), split.knownUnits());
      each.accept(split, progress);
      boolean done = split.state() == SplitState.CLOSED && progress.settled() == split.units();
      items += done ? split.items() : split.done(progress.totals().items());
      bytes += split.bytes();
      deleted += split.deletes();
      sum = sum.plus(progress);
    }
    long dead = ledger.dead().all(name).size();
    long done = items - deleted - dead;
    long written = migration.movesObjects() ? 0 : done;
    long copied = migration.movesObjects() ? done : 0;
    double writing = sum.duration().toNanos() / 1e9;
    return new MigrationResult(
        name,
        migration.state(),
        verification.map(VerificationResult::exact).orElse(null),
        sourceItems(migration, verification, items - deleted),
        verification.map(VerificationResult::destinationItems).orElse(0L),
        written,
        deleted,
        copied,
        bytes,
        verification.map(VerificationResult::missing).orElse(0L),
        verification.map(VerificationResult::extra).orElse(0L),
        verification.map(VerificationResult::different).orElse(0L),
        dead,
        sum.totals().retried(),
        sum.totals().requests(),
        sum.totals().throttledRequests(),
        sum.totals().capacityUnits(),
        took.toNanos() / 1e9,
        writing > 0 ? done / writing : 0,
        verification,
        migration.unsound(),
        UnmatchedPatterns.of(ledger, migration));
  }

  /// Of a migration that is not planned yet.
  static MigrationResult unplanned(String name, Duration took) {
    return new MigrationResult(
        name,
        MigrationState.CHECKING,
        null,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        took.toNanos() / 1e9,
        0,
        Optional.empty(),
        List.of(),
        List.of());
  }

  /// What one full export promises; what several exports end in, or how many objects there are,
  /// where that was looked at.
  ///
  /// @param read what was read of objects
  private static long sourceItems(
      Migration migration, Optional<VerificationResult> verification, long read) {
    if (migration.loads().size() == 1 && !migration.movesObjects()) {
      return migration.sourceItems();
    }
    return verification
        .map(VerificationResult::sourceItems)
        .orElse(migration.movesObjects() ? read : migration.sourceItems());
  }

  /// The same under another name.
  MigrationResult named(String name) {
    return new MigrationResult(
        name,
        state,
        exact,
        sourceItems,
        destinationItems,
        written,
        deleted,
        copied,
        bytes,
        missing,
        extra,
        different,
        dead,
        retried,
        requests,
        throttledRequests,
        capacityUnits,
        seconds,
        meanRate,
        verification,
        unsound,
        unmatched);
  }

  /// As the JSON object of the contract.
  public ObjectNode json() {
    ObjectNode json = Output.object();
    json.put("migration", migration)
        .put("state", state.spelling())
        .put("exact", exact)
        .put("sourceItems", sourceItems)
        .put("destinationItems", destinationItems)
        .put("written", written)
        .put("deleted", deleted)
        .put("copied", copied)
        .put("bytes", bytes)
        .put("missing", missing)
        .put("extra", extra)
        .put("different", different)
        .put("dead", dead)
        .put("retried", retried)
        .put("requests", requests)
        .put("throttledRequests", throttledRequests)
        .put("capacityUnits", capacityUnits)
        .put("seconds", round(seconds))
        .put("meanRate", round(meanRate));
    json.put("verified", verification.map(VerificationResult::mode).orElse(null));
    var list = json.putArray("unsound");
    unsound.forEach(list::add);
    var patterns = json.putArray("unmatched");
    unmatched.forEach(patterns::add);
    return json;
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  private String equal() {
    boolean all =
        verification.map(found -> found.mode().equals(VerifyMode.ALL.spelling())).orElse(true);
    return all
        ? "source and destination are equal"
        : "every key that the source has or deletes is as it should be";
  }

  /// As text for a person.
  public String text() {
    var text = new StringBuilder();
    String verdict = exact == null ? "not verified" : exact ? "exact: " + equal() : "NOT exact";
    text.append(String.format(Locale.ROOT, "%s: %s, %s%n", migration, state.spelling(), verdict));
    text.append(
        String.format(
            Locale.ROOT,
            "  %s: %,d in the source, %,d in the destination, %,d %s, %,d deleted, %,d dead%n",
            copied > 0 ? "objects" : "items",
            sourceItems,
            destinationItems,
            copied > 0 ? copied : written,
            copied > 0 ? "copied" : "written",
            deleted,
            dead));
    if (exact != null && !exact) {
      text.append(
          String.format(
              Locale.ROOT,
              "  differences: %,d missing, %,d extra, %,d different%n",
              missing,
              extra,
              different));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "  writing: %,d requests, %,d throttled, %,d items sent again, %,.0f write units, %,.0f"
                + " items/s%n",
            requests,
            throttledRequests,
            retried,
            capacityUnits,
            meanRate));
    text.append(String.format(Locale.ROOT, "  this command took %.1f s%n", seconds));
    unsound.forEach(
        problem -> text.append("  allowed though unsound: ").append(problem).append('\n'));
    unmatched.forEach(
        pattern -> text.append("  has matched no key: ").append(pattern).append('\n'));
    return text.toString();
  }
}
