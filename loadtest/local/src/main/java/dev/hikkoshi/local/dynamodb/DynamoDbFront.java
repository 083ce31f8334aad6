package dev.hikkoshi.local.dynamodb;

import dev.hikkoshi.local.faults.FaultCountsPage;
import dev.hikkoshi.local.faults.Faults;
import dev.hikkoshi.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/// DynamoDB as clients of the embedded AWS see it: DynamoDB Local plus point-in-time recovery, tags
/// and exports to S3 in the layout of AWS. Writes to a table wait while its export reads it, so
/// that the export is a snapshot; to a table with point-in-time recovery they are recorded, for its
/// incremental exports. Requests with a stale signature are refused on arrival, and again right
/// before they would take effect. Thread-safe.
public final class DynamoDbFront implements AutoCloseable {
  private final Forwarder forwarder;
  private final Exports exports;
  private final LoopbackServer server;

  private DynamoDbFront(Forwarder forwarder, Exports exports, LoopbackServer server) {
    this.forwarder = forwarder;
    this.exports = exports;
    this.server = server;
  }

  /// Starts answering.
  ///
  /// @param dynamoDb what it stands in front of
  /// @param s3 takes the exports; remains the caller's to close
  /// @param faults what goes wrong; `GET /faults` answers how often
  /// @param filters steps before all of the front's own, in this order
  public static DynamoDbFront start(
      FrontConfig config,
      URI dynamoDb,
      S3Client s3,
      Faults faults,
      List<RequestFilter> filters,
      InstantSource clock)
      throws IOException {
    Forwarder forwarder = new Forwarder(dynamoDb);
    WriteGate gate = new WriteGate();
    Tables tables = new Tables(forwarder);
    ChangeLogs logs = new ChangeLogs();
    ContinuousBackups backups = new ContinuousBackups(tables, gate, logs, clock);
    ExportNames names = new ExportNames(new SecureRandom());
    ExportJob job =
        new ExportJob(new TableScan(forwarder), s3, names, clock, config.maxExportShards());
    Exports exports = new Exports(tables, backups, logs, gate, job, names, clock);
    SignatureFilter signatures = new SignatureFilter(config.signatureValidity(), clock);
    List<RequestFilter> steps = new ArrayList<>();
    steps.add(signatures);
    steps.add(new FaultFilter(faults));
    steps.addAll(filters);
    steps.add(new ExportApi(backups, exports));
    steps.add(new TagApi(tables));
    steps.add(gate);
    steps.add(new ChangeRecorder(logs, forwarder, clock));
    // Again, after everything that may have held the request back.
    steps.add(signatures);
    FrontHandler handler = new FrontHandler(RequestFilter.chain(steps, forwarder));
    LoopbackServer server =
        LoopbackServer.start(
            "dynamodb-front", config.port(), new FaultCountsPage(faults.counts(), handler));
    return new DynamoDbFront(forwarder, exports, server);
  }

  /// Where clients reach it.
  public URI endpoint() {
    return server.endpoint();
  }

  /// Stops answering and breaks off exports; DynamoDB Local runs on.
  @Override
  public void close() {
    server.close();
    exports.close();
    forwarder.close();
  }
}
