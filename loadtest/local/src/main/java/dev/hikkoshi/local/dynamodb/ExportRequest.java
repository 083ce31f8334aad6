package dev.hikkoshi.local.dynamodb;

import org.jspecify.annotations.Nullable;

/// What ExportTableToPointInTime was asked for; equal for equal parameters, so that a client token
/// can be told from its reuse for something else.
///
/// @param sseAlgorithm AES256 or KMS
record ExportRequest(
    String tableArn,
    String bucket,
    @Nullable String prefix,
    @Nullable String bucketOwner,
    String sseAlgorithm,
    @Nullable String kmsKeyId) {
  /// @throws ApiException if something is missing, misspelled or not supported here
  static ExportRequest parse(Fields fields) {
    refuseUnsupported(fields);
    return new ExportRequest(
        fields.required("TableArn"),
        fields.required("S3Bucket"),
        fields.optional("S3Prefix").orElse(null),
        fields.optional("S3BucketOwner").orElse(null),
        fields.oneOf("S3SseAlgorithm", "AES256", "KMS"),
        fields.optional("S3SseKmsKeyId").orElse(null));
  }

  private static void refuseUnsupported(Fields fields) {
    if (fields.oneOf("ExportType", "FULL_EXPORT", "INCREMENTAL_EXPORT").startsWith("INCREMENTAL")) {
      throw ApiException.validation("The embedded AWS has no INCREMENTAL_EXPORT yet");
    }
    if (fields.oneOf("ExportFormat", "DYNAMODB_JSON", "ION").equals("ION")) {
      throw ApiException.validation("The embedded AWS exports DYNAMODB_JSON alone, not yet ION");
    }
    if (fields.has("ExportTime")) {
      throw ApiException.of(
          "InvalidExportTimeException",
          "The embedded AWS keeps no history, it exports the table as it is now: leave out ExportTime");
    }
  }
}
