package dev.hikkoshi.local.dynamodb;

import java.time.Instant;

/// One export. Thread-safe.
final class Export {
  private final String id;
  private final ExportRequest request;
  private final String clientToken;
  private final Table table;
  private final Instant time;
  private volatile ExportState state = new ExportState.InProgress();

  /// @param time of the call and of the snapshot
  Export(String id, ExportRequest request, String clientToken, Table table, Instant time) {
    this.id = id;
    this.request = request;
    this.clientToken = clientToken;
    this.table = table;
    this.time = time;
  }

  String arn() {
    return table.arn() + "/export/" + id;
  }

  ExportLayout layout() {
    return new ExportLayout(request.prefix(), id);
  }

  ExportRequest request() {
    return request;
  }

  String clientToken() {
    return clientToken;
  }

  Table table() {
    return table;
  }

  Instant time() {
    return time;
  }

  ExportState state() {
    return state;
  }

  /// Called once, when it is over.
  void end(ExportState result) {
    state = result;
  }
}
