package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;

/// The text of the two manifests, fields and order as AWS writes them.
final class ExportManifest {
  private ExportManifest() {}

  /// One line for each data file.
  static byte[] files(List<DataFile> files) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (DataFile file : files) {
      lines.writeBytes(
          line(
              Json.newObject()
                  .put("itemCount", file.items())
                  .put("md5Checksum", file.md5Base64())
                  .put("etag", file.etag())
                  .put("dataFileS3Key", file.key())));
    }
    return lines.toByteArray();
  }

  static byte[] summary(Export export, Instant end, long items) {
    ExportRequest request = export.request();
    ObjectNode summary =
        Json.newObject()
            .put("version", request.changes() == null ? "2020-06-30" : "2023-08-01")
            .put("exportArn", export.arn())
            .put("startTime", Timestamps.text(export.time()))
            .put("endTime", Timestamps.text(end))
            .put("tableArn", export.table().arn())
            .put("tableId", export.table().id());
    switch (export.content()) {
      case ExportContent.Items(Instant time) -> summary.put("exportTime", Timestamps.text(time));
      case ExportContent.Changes(Instant from, Instant to, _, _) ->
          summary
              .put("exportFromTime", Timestamps.text(from))
              .put("exportToTime", Timestamps.text(to));
    }
    summary
        .put("s3Bucket", request.bucket())
        .put("s3Prefix", request.prefix())
        .put("s3SseAlgorithm", request.sseAlgorithm())
        .put("s3SseKmsKeyId", request.kmsKeyId())
        .put("manifestFilesS3Key", export.layout().manifestFiles())
        .put("billedSizeBytes", export.table().bytes())
        .put("itemCount", items)
        .put("outputFormat", request.format().name());
    if (export.content() instanceof ExportContent.Changes changes) {
      summary.put("outputView", changes.view()).put("exportType", "INCREMENTAL_EXPORT");
    }
    return line(summary);
  }

  /// The content of the `.md5` file beside it.
  static byte[] md5(byte[] manifest) {
    return Md5.base64(Md5.newDigest().digest(manifest)).getBytes(UTF_8);
  }

  private static byte[] line(ObjectNode fields) {
    return (new String(Json.bytes(fields), UTF_8) + "\n").getBytes(UTF_8);
  }
}
