package dev.hikkoshi.local.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Exports as the API tells of them.
final class ExportAnswers {
  private ExportAnswers() {}

  static ApiResponse description(Export export) {
    ExportState state = export.state();
    ExportRequest request = export.request();
    ObjectNode answer = Json.newObject();
    ObjectNode description =
        answer
            .putObject("ExportDescription")
            .put("ExportArn", export.arn())
            .put("ExportStatus", state.status())
            .put("StartTime", Timestamps.epochSeconds(export.time()))
            .put("TableArn", export.table().arn())
            .put("TableId", export.table().id())
            .put("ClientToken", export.clientToken())
            .put("S3Bucket", request.bucket())
            .put("S3SseAlgorithm", request.sseAlgorithm())
            .put("ExportFormat", request.format().name())
            .put("ExportType", type(export));
    putContent(description, export.content());
    putIfPresent(description, "S3Prefix", request.prefix());
    putIfPresent(description, "S3BucketOwner", request.bucketOwner());
    putIfPresent(description, "S3SseKmsKeyId", request.kmsKeyId());
    putResult(description, export, state);
    return ApiResponse.json(200, answer);
  }

  /// @param next where the following page starts, or null
  static ApiResponse list(List<Export> exports, @Nullable String next) {
    ObjectNode answer = Json.newObject();
    ArrayNode summaries = answer.putArray("ExportSummaries");
    for (Export export : exports) {
      summaries
          .addObject()
          .put("ExportArn", export.arn())
          .put("ExportStatus", export.state().status())
          .put("ExportType", type(export));
    }
    putIfPresent(answer, "NextToken", next);
    return ApiResponse.json(200, answer);
  }

  private static String type(Export export) {
    return export.request().changes() == null ? "FULL_EXPORT" : "INCREMENTAL_EXPORT";
  }

  private static void putContent(ObjectNode description, ExportContent content) {
    switch (content) {
      case ExportContent.Items(var time) ->
          description.put("ExportTime", Timestamps.epochSeconds(time));
      case ExportContent.Changes(var from, var to, var view, _) ->
          description
              .putObject("IncrementalExportSpecification")
              .put("ExportFromTime", Timestamps.epochSeconds(from))
              .put("ExportToTime", Timestamps.epochSeconds(to))
              .put("ExportViewType", view);
    }
  }

  private static void putResult(ObjectNode description, Export export, ExportState state) {
    switch (state) {
      case ExportState.InProgress() -> {}
      case ExportState.Completed(var end, var items) ->
          description
              .put("EndTime", Timestamps.epochSeconds(end))
              .put("ExportManifest", export.layout().manifestSummary())
              .put("BilledSizeBytes", export.table().bytes())
              .put("ItemCount", items);
      case ExportState.Failed(var end, var code, var message) ->
          description
              .put("EndTime", Timestamps.epochSeconds(end))
              .put("FailureCode", code)
              .put("FailureMessage", message);
    }
  }

  private static void putIfPresent(ObjectNode object, String name, @Nullable String value) {
    if (value != null) {
      object.put(name, value);
    }
  }
}
