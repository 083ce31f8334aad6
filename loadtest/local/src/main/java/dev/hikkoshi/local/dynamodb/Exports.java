package dev.hikkoshi.local.dynamodb;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// All exports since the start, and the threads that do them. Thread-safe.
final class Exports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Exports.class);
  private static final Duration TOKEN_VALIDITY = Duration.ofHours(8);
  private static final int LARGEST_PAGE = 25;

  private final Tables tables;
  private final ContinuousBackups backups;
  private final ChangeLogs logs;
  private final WriteGate gate;
  private final ExportJob job;
  private final ExportNames names;
  private final InstantSource clock;
  private final List<Export> exports = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dynamodb-export-", 0).factory());

  Exports(
      Tables tables,
      ContinuousBackups backups,
      ChangeLogs logs,
      WriteGate gate,
      ExportJob job,
      ExportNames names,
      InstantSource clock) {
    this.tables = tables;
    this.backups = backups;
    this.logs = logs;
    this.gate = gate;
    this.job = job;
    this.names = names;
    this.clock = clock;
  }

  /// Answers while the export goes on in the background; the snapshot is of before the answer.
  ApiResponse start(Fields fields) throws IOException, InterruptedException {
    ExportRequest request = ExportRequest.parse(fields);
    Table table = tables.find(request.tableArn());
    if (!backups.recoverable(table)) {
      throw ApiException.of(
          "PointInTimeRecoveryUnavailableException",
          "Point in time recovery is not enabled for table '%s'".formatted(table.name()));
    }
    String token = fields.optional("ClientToken").orElseGet(() -> UUID.randomUUID().toString());
    WriteGate.Hold snapshot = gate.hold(table.name());
    try {
      return ExportAnswers.description(findOrStart(request, token, snapshot));
    } catch (RuntimeException | IOException | InterruptedException e) {
      snapshot.close();
      throw e;
    }
  }

  ApiResponse describe(Fields fields) {
    String arn = fields.required("ExportArn");
    return exports.stream()
        .filter(export -> export.arn().equals(arn))
        .findAny()
        .map(ExportAnswers::description)
        .orElseThrow(() -> ApiException.of("ExportNotFoundException", "Export not found: " + arn));
  }

  /// Oldest first.
  ApiResponse list(Fields fields) {
    int size = fields.number("MaxResults", 1, LARGEST_PAGE).orElse(LARGEST_PAGE);
    String table = fields.optional("TableArn").map(Tables::name).orElse("");
    String after = fields.optional("NextToken").orElse("");
    List<Export> rest =
        exports.stream()
            .filter(export -> table.isEmpty() || export.table().name().equals(table))
            .dropWhile(export -> !after.isEmpty() && !export.arn().equals(after))
            .skip(after.isEmpty() ? 0 : 1)
            .limit(size + 1L)
            .toList();
    if (rest.size() <= size) {
      return ExportAnswers.list(rest, null);
    }
    List<Export> page = rest.subList(0, size);
    return ExportAnswers.list(page, page.getLast().arn());
  }

  /// Breaks off what is running; returns when it has ended.
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }

  private synchronized Export findOrStart(
      ExportRequest request, String token, WriteGate.Hold snapshot)
      throws IOException, InterruptedException {
    Instant now = clock.instant();
    for (Export export : exports) {
      if (export.clientToken().equals(token) && now.isBefore(export.time().plus(TOKEN_VALIDITY))) {
        if (!export.request().equals(request)) {
          throw ApiException.of(
              "ExportConflictException",
              "Client token %s was used for an export with other parameters".formatted(token));
        }
        snapshot.close();
        return export;
      }
    }
    Table table = tables.find(request.tableArn());
    ChangeLog log = logs.of(table.name()).orElseThrow();
    Instant cut = log.cut(now);
    Export export =
        new Export(
            names.exportId(cut), request, token, table, cut, content(request, log, now, cut));
    exports.add(export);
    threads.execute(() -> run(export, snapshot));
    return export;
  }

  /// @param cut what an export of the table as it is now ends with
  private static ExportContent content(
      ExportRequest request, ChangeLog log, Instant now, Instant cut) {
    ExportRequest.Changes asked = request.changes();
    if (asked == null) {
      return new ExportContent.Items(cut);
    }
    Instant to = asked.to() == null ? cut : asked.to();
    if (to.isAfter(cut)) {
      throw ApiException.of(
          "InvalidExportTimeException", "ExportToTime %s is after now, %s".formatted(to, now));
    }
    if (asked.from().isBefore(log.since()) || !asked.from().isBefore(to)) {
      throw ApiException.of(
          "InvalidExportTimeException",
          "ExportFromTime %s is not between %s, when point in time recovery was enabled, and ExportToTime %s"
              .formatted(asked.from(), log.since(), to));
    }
    return new ExportContent.Changes(asked.from(), to, asked.view(), log.between(asked.from(), to));
  }

  private void run(Export export, WriteGate.Hold snapshot) {
    try {
      export.end(job.run(export, snapshot));
      LOG.atInfo().addKeyValue("export", export.arn()).log("Export completed");
    } catch (AwsServiceException e) {
      AwsErrorDetails details = e.awsErrorDetails();
      String code = details == null ? String.valueOf(e.statusCode()) : details.errorCode();
      String message = String.valueOf(details == null ? e.getMessage() : details.errorMessage());
      fail(export, "S3" + code, message, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(export, "InternalError", "shut down", e);
    } catch (IOException | RuntimeException e) {
      fail(export, "InternalError", String.valueOf(e.getMessage()), e);
    }
  }

  private void fail(Export export, String code, String message, Exception cause) {
    export.end(new ExportState.Failed(clock.instant(), code, message));
    LOG.atWarn().setCause(cause).addKeyValue("export", export.arn()).log("Export failed");
  }
}
