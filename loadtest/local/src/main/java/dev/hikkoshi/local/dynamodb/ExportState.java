package dev.hikkoshi.local.dynamodb;

import java.time.Instant;

/// How far an export is; anything but [InProgress] is final.
sealed interface ExportState {
  /// As in `ExportStatus`.
  String status();

  record InProgress() implements ExportState {
    @Override
    public String status() {
      return "IN_PROGRESS";
    }
  }

  /// @param items how many lines it has
  record Completed(Instant end, long items) implements ExportState {
    @Override
    public String status() {
      return "COMPLETED";
    }
  }

  /// @param code such as `S3NoSuchBucket`
  record Failed(Instant end, String code, String message) implements ExportState {
    @Override
    public String status() {
      return "FAILED";
    }
  }
}
