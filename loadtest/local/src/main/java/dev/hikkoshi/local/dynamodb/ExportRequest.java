package dev.hikkoshi.local.dynamodb;

import dev.hikkoshi.common.ledger.ExportFormat;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What ExportTableToPointInTime was asked for; equal for equal parameters, so that a client token
/// can be told from its reuse for something else.
///
/// @param sseAlgorithm AES256 or KMS
/// @param format what the data files are written in
/// @param changes what an incremental export was asked for; null for a full one
record ExportRequest(
    String tableArn,
    String bucket,
    @Nullable String prefix,
    @Nullable String bucketOwner,
    String sseAlgorithm,
    @Nullable String kmsKeyId,
    ExportFormat format,
    @Nullable Changes changes) {
  /// @throws ApiException if something is missing, misspelled or not supported here
  static ExportRequest parse(Fields fields) {
    refuseUnsupported(fields);
    return new ExportRequest(
        fields.required("TableArn"),
        fields.required("S3Bucket"),
        fields.optional("S3Prefix").orElse(null),
        fields.optional("S3BucketOwner").orElse(null),
        fields.oneOf("S3SseAlgorithm", "AES256", "KMS"),
        fields.optional("S3SseKmsKeyId").orElse(null),
        ExportFormat.valueOf(fields.oneOf("ExportFormat", "DYNAMODB_JSON", "ION")),
        fields.oneOf("ExportType", "FULL_EXPORT", "INCREMENTAL_EXPORT").equals("FULL_EXPORT")
            ? null
            : Changes.parse(fields.inner("IncrementalExportSpecification")));
  }

  private static void refuseUnsupported(Fields fields) {
    if (fields.has("ExportTime")) {
      throw ApiException.of(
          "InvalidExportTimeException",
          "The embedded AWS exports the whole table as it is now alone: leave out ExportTime");
    }
  }

  /// A window of time. AWS has it last 15 minutes to 24 hours; here it may be as short as it likes.
  ///
  /// @param from inclusive
  /// @param to exclusive; null for now
  /// @param view NEW_AND_OLD_IMAGES or NEW_IMAGE
  record Changes(Instant from, @Nullable Instant to, String view) {
    private static Changes parse(Fields fields) {
      return new Changes(
          fields
              .time("ExportFromTime")
              .orElseThrow(() ->
                  ApiException.validation("ExportFromTime is required for an incremental export")),
          fields.time("ExportToTime").orElse(null),
          fields.oneOf("ExportViewType", "NEW_AND_OLD_IMAGES", "NEW_IMAGE"));
    }
  }
}
