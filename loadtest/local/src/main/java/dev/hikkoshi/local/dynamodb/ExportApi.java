package dev.hikkoshi.local.dynamodb;

import java.io.IOException;

/// Answers the calls that DynamoDB Local does not know.
final class ExportApi implements RequestFilter {
  private final ContinuousBackups backups;
  private final Exports exports;

  ExportApi(ContinuousBackups backups, Exports exports) {
    this.backups = backups;
    this.exports = exports;
  }

  @Override
  public ApiResponse filter(ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException {
    return switch (request.operation()) {
      case "DescribeContinuousBackups" -> backups.describe(request.fields());
      case "UpdateContinuousBackups" -> backups.update(request.fields());
      case "ExportTableToPointInTime" -> exports.start(request.fields());
      case "DescribeExport" -> exports.describe(request.fields());
      case "ListExports" -> exports.list(request.fields());
      default -> next.handle(request);
    };
  }
}
