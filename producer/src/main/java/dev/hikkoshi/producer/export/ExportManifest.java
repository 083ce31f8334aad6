package dev.hikkoshi.producer.export;

import dev.hikkoshi.common.migration.S3Location;
import java.util.List;

/// A DynamoDB export as its manifest describes it, re-based to where the manifest was found.
///
/// @param summary where `manifest-summary.json` was found
/// @param files the data files, in the manifest's order
/// @param itemCount items in all, as the summary says
/// @param billedBytes size of the table as AWS billed it; may be 0
/// @param unsound what is wrong with the manifest's own checksums and was allowed
public record ExportManifest(
    S3Location summary,
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
