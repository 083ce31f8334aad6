package dev.hikkoshi.local.dynamodb;

import java.time.Instant;

/// One export. Thread-safe.
final class Export {
  private final String id;
  private final ExportRequest request;
  private final String clientToken;
  private final Table table;
  private final Instant time;
  private final ExportContent content;
  private volatile ExportState state = new ExportState.InProgress();

  /// @param time of the call
  Export(
      String id,
      ExportRequest request,
      String clientToken,
      Table table,
      Instant time,
      ExportContent content) {
    this.id = id;
    this.request = request;
    this.clientToken = clientToken;
    this.table = table;
    this.time = time;
    this.content = content;
  }

  String arn() {
    return table.arn() + "/export/" + id;
  }

  ExportLayout layout() {
    return new ExportLayout(request.prefix(), id, request.format(), request.changes() != null);
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

  /// About how many lines it will have.
  long items() {
    return switch (content) {
      case ExportContent.Items _ -> table.items();
      case ExportContent.Changes changes -> changes.keys().size();
    };
  }

  ExportContent content() {
    return content;
  }

  ExportState state() {
    return state;
  }

  /// Called once, when it is over.
  void end(ExportState result) {
    state = result;
  }
}
