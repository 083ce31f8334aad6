package dev.hikkoshi.runbook.report;

import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.SplitProgress;
import dev.hikkoshi.common.time.DurationText;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.report.MigrationReport.SplitLine;
import dev.hikkoshi.runbook.verify.VerificationResult;
import dev.hikkoshi.worker.report.Block;
import dev.hikkoshi.worker.report.Facts;
import dev.hikkoshi.worker.report.Heading;
import dev.hikkoshi.worker.report.Heading.Mood;
import dev.hikkoshi.worker.report.Note;
import dev.hikkoshi.worker.report.ReportPage;
import dev.hikkoshi.worker.report.Table;
import dev.hikkoshi.worker.report.Table.Column;
import dev.hikkoshi.worker.report.Table.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The page of one migration, or of several.
public final class MigrationPage {
  /// How many rows a table has unless asked for more.
  public static final int ROWS = 100;

  private final String version;
  private final Instant now;
  private final int rows;

  /// @param version of this program
  /// @param rows the most rows of each table
  public MigrationPage(String version, Instant now, int rows) {
    this.version = version;
    this.now = now;
    this.rows = rows;
  }

  /// The page.
  ///
  /// @param unknown files of migrations that were never run
  public ReportPage of(List<MigrationReport> reports, List<String> unknown) {
    var blocks = new ArrayList<Block>();
    if (reports.size() + unknown.size() > 1) {
      blocks.add(overview(reports));
      unknown.forEach(file -> blocks.add(new Note(file + " was never run.")));
    }
    reports.forEach(report -> blocks.addAll(blocks(report)));
    return new ReportPage(
        reports.size() == 1
            ? "Migration " + reports.getFirst().result().migration()
            : Words.count(reports.size()) + " migrations",
        "As the ledger has it at %s, by hikkoshi %s.".formatted(Words.time(now), version),
        blocks);
  }

  private static Table overview(List<MigrationReport> reports) {
    return new Table(
        "Overview",
        List.of(
            new Column("Migration", Kind.TEXT),
            new Column("State", Kind.TEXT),
            new Column("Result", Kind.TEXT),
            new Column("Source", Kind.NUMBER),
            new Column("Destination", Kind.NUMBER),
            new Column("Dead", Kind.NUMBER),
            new Column("Sent again", Kind.NUMBER),
            new Column("Mean rate", Kind.NUMBER),
            new Column("Writing", Kind.NUMBER)),
        reports.stream()
            .map(report ->
                List.of(
                    report.result().migration(),
                    report.result().state().spelling(),
                    verdict(report.result()),
                    Words.count(report.result().sourceItems()),
                    Words.count(report.result().destinationItems()),
                    Words.count(report.result().dead()),
                    Words.count(report.result().retried()),
                    Words.rate(report.result().meanRate()),
                    DurationText.of(report.writing().duration())))
            .toList(),
        "");
  }

  private List<Block> blocks(MigrationReport report) {
    MigrationResult result = report.result();
    var blocks = new ArrayList<Block>();
    blocks.add(new Heading(result.migration(), mood(result), verdict(result)));
    report.migration().ifPresent(migration -> blocks.add(new Note(way(migration))));
    blocks.add(new Facts(totals(report)));
    result.unsound().forEach(problem -> blocks.add(new Note("Allowed though unsound: " + problem)));
    result.unmatched().forEach(pattern -> blocks.add(new Note("Has matched no key: " + pattern)));
    blocks.addAll(certificate(result));
    report
        .migration()
        .ifPresent(migration -> blocks.addAll(new RateCharts(migration, report.rates()).blocks()));
    if (!report.dead().isEmpty()) {
      blocks.add(dead(report));
    }
    if (!report.splits().isEmpty()) {
      blocks.add(splits(report));
    }
    return blocks;
  }

  private static String way(Migration migration) {
    return migration.loads().stream()
            .map(load -> load.manifest().toString())
            .collect(Collectors.joining(", "))
        + " → "
        + migration.destination().description();
  }

  private static Mood mood(MigrationResult result) {
    if (result.dead() > 0 || Boolean.FALSE.equals(result.exact())) {
      return Mood.BAD;
    }
    return Boolean.TRUE.equals(result.exact()) ? Mood.GOOD : Mood.OPEN;
  }

  private static String verdict(MigrationResult result) {
    String compared =
        result.exact() == null ? "not verified" : result.exact() ? "exact" : "not exact";
    return result.dead() == 0 ? compared : compared + ", " + Words.count(result.dead()) + " dead";
  }

  private static Map<String, String> totals(MigrationReport report) {
    MigrationResult result = report.result();
    SplitProgress writing = report.writing();
    boolean objects = report.migration().map(Migration::movesObjects).orElse(false);
    var facts = new LinkedHashMap<String, String>();
    facts.put("state", result.state().spelling());
    facts.put("in the source", Words.count(result.sourceItems()));
    facts.put("in the destination", Words.count(result.destinationItems()));
    facts.put(
        objects ? "copied" : "written", Words.count(objects ? result.copied() : result.written()));
    facts.put("deleted", Words.count(result.deleted()));
    facts.put("dead", Words.count(result.dead()));
    facts.put("bytes in the source", Words.bytes((double) result.bytes()));
    facts.put(
        "target", report.migration().map(migration -> Words.rate(migration.target())).orElse("–"));
    facts.put(objects ? "mean rate, objects" : "mean rate, items", Words.rate(result.meanRate()));
    facts.put("requests", Words.count(result.requests()));
    facts.put("requests throttled", Words.count(result.throttledRequests()));
    facts.put("requests failed", Words.count(report.rates().failed()));
    facts.put("sent again", Words.count(result.retried()));
    if (!objects) {
      facts.put("write units", Words.count(result.capacityUnits()));
    }
    if (!writing.duration().isZero()) {
      facts.put("began to write", Words.time(writing.started()));
      facts.put("writing took", DurationText.of(writing.duration()));
    }
    return facts;
  }

  private static List<Block> certificate(MigrationResult result) {
    var blocks = new ArrayList<Block>();
    blocks.add(new Heading("Certificate"));
    if (result.verification().isEmpty()) {
      blocks.add(new Note("Source and destination were not compared."));
      return blocks;
    }
    VerificationResult found = result.verification().get();
    var facts = new LinkedHashMap<String, String>();
    facts.put("exact", found.exact() ? "yes" : "NO");
    facts.put("compared", found.mode());
    facts.put("missing", Words.count(found.missing()));
    facts.put("extra", Words.count(found.extra()));
    facts.put("different", Words.count(found.different()));
    facts.put("began", Words.time(Instant.parse(found.began())));
    facts.put("ended", Words.time(Instant.parse(found.ended())));
    facts.put("groups of keys", Words.count(found.buckets()));
    blocks.add(new Facts(facts));
    blocks.add(
        new Table(
            "Both sides",
            List.of(
                new Column("", Kind.TEXT),
                new Column("Read from", Kind.CODE),
                new Column("Items", Kind.NUMBER),
                new Column("Digest", Kind.CODE)),
            List.of(
                List.of(
                    "Source",
                    String.join(", ", found.source()),
                    Words.count(found.sourceItems()),
                    found.sourceDigest()),
                List.of(
                    "Destination",
                    found.destination(),
                    Words.count(found.destinationItems()),
                    found.destinationDigest())),
            ""));
    return blocks;
  }

  private Table dead(MigrationReport report) {
    List<DeadItem> dead = report.dead();
    return new Table(
        "Dead items",
        List.of(
            new Column("Key", Kind.CODE),
            new Column("Reason", Kind.TEXT),
            new Column("In the source", Kind.CODE)),
        dead.stream()
            .limit(rows)
            .map(item ->
                List.of(
                    item.key(),
                    item.reason(),
                    item.at().isEmpty() ? "unit " + item.unit() : item.at()))
            .toList(),
        dead.size() <= rows
            ? ""
            : "… and %s more; 'hikkoshi dead %s' lists all of them."
                .formatted(Words.count(dead.size() - rows), report.file()));
  }

  private Table splits(MigrationReport report) {
    List<SplitLine> splits = report.splits();
    return new Table(
        "Splits",
        List.of(
            new Column("Split", Kind.TEXT),
            new Column("State", Kind.TEXT),
            new Column("Begins with", Kind.CODE),
            new Column("Items", Kind.NUMBER),
            new Column("Bytes", Kind.NUMBER),
            new Column("Units settled", Kind.NUMBER),
            new Column("Requests", Kind.NUMBER),
            new Column("Throttled", Kind.NUMBER),
            new Column("Sent again", Kind.NUMBER),
            new Column("Dead", Kind.NUMBER),
            new Column("Items/s", Kind.NUMBER)),
        splits.stream()
            // Those first that somebody has to look at.
            .sorted(
                Comparator.comparing((SplitLine line) -> line.split().problem().isEmpty())
                    .thenComparing(SplitLine::isDone)
                    .thenComparing(line -> line.split().id()))
            .limit(rows)
            .map(MigrationPage::row)
            .toList(),
        splits.size() <= rows
            ? ""
            : "… and %s more; 'hikkoshi report %s --out DIR --rows %d' shows all of them."
                .formatted(Words.count(splits.size() - rows), report.file(), splits.size()));
  }

  private static List<String> row(SplitLine line) {
    var split = line.split();
    var progress = line.progress();
    var totals = progress.totals();
    Duration took = progress.duration();
    double seconds = took.toNanos() / 1e9;
    String subject = split.subject();
    return List.of(
        split.id(),
        split.problem().isEmpty()
            ? line.isDone() ? "done" : split.state().name().toLowerCase(Locale.ROOT)
            : split.problem(),
        subject.substring(subject.lastIndexOf('/') + 1),
        Words.count(split.done(totals.items())),
        Words.bytes((double) split.bytes()),
        Words.count(progress.settled()) + " of " + Words.count(split.sent()),
        Words.count(totals.requests()),
        Words.count(totals.throttledRequests()),
        Words.count(totals.retried()),
        Words.count(totals.dead()),
        seconds > 0 ? Words.count(split.done(totals.items()) / seconds) : "–");
  }
}
