package dev.hikkoshi.producer.export;

import dev.hikkoshi.common.ledger.ExportFormat;
import dev.hikkoshi.common.ledger.ExportView;
import dev.hikkoshi.common.migration.S3Location;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A DynamoDB export as its manifest describes it, re-based to where the manifest was found.
///
/// @param summary where `manifest-summary.json` was found
/// @param tableArn of the table that was exported; null where it is not said
/// @param format what its lines are written in
/// @param view what its lines hold
/// @param from the instant its window begins with; null for a full export and where it is not said
/// @param to the instant whose state of the table it ends with; null where it is not said
/// @param files the data files, in the manifest's order
/// @param itemCount items in all, as the summary says
/// @param billedBytes size of the table as AWS billed it; may be 0
/// @param unsound what is wrong with the manifest's own checksums and was allowed
public record ExportManifest(
    S3Location summary,
    @Nullable String tableArn,
    ExportFormat format,
    ExportView view,
    @Nullable Instant from,
    @Nullable Instant to,
    List<DataFile> files,
    long itemCount,
    long billedBytes,
    List<String> unsound) {
  public ExportManifest {
    files = List.copyOf(files);
    unsound = List.copyOf(unsound);
  }

  /// Items in all, as the files' own counts add up.
  public long listedItems() {
    return files.stream().mapToLong(DataFile::items).sum();
  }

  /// One data file.
  ///
  /// @param key its key in the bucket of the manifest
  /// @param items how many items it holds
  /// @param md5 base64 MD5 of its bytes
  public record DataFile(String key, long items, String md5) {}
}
