package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.objects.InventoryFormat;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// An S3 Inventory as its manifest describes it, re-based to where the manifest was found.
///
/// @param location where `manifest.json` was found
/// @param sourceBucket the bucket whose objects it lists
/// @param created when the listing of the bucket began
/// @param schema what its data files hold
/// @param columns the names of all columns, in whatever words its format has for them
/// @param files the data files, in the manifest's order
/// @param unsound what is wrong with the manifest's own checksum and was allowed
public record InventoryManifest(
    S3Location location,
    String sourceBucket,
    Instant created,
    InventorySchema schema,
    String columns,
    List<DataFile> files,
    List<String> unsound) {
  public InventoryManifest {
    files = List.copyOf(files);
    unsound = List.copyOf(unsound);
  }

  /// Whether its rows tell all versions apart, and how old they are.
  public boolean hasVersions() {
    String bare = columns.replace("_", "").toLowerCase(Locale.ROOT);
    return Stream.of("versionid", "islatest", "isdeletemarker", "lastmodifieddate")
        .allMatch(bare::contains);
  }

  /// Bytes of all data files.
  public long bytes() {
    return files.stream().mapToLong(DataFile::bytes).sum();
  }

  /// What the data files of an inventory hold: enough to read them.
  ///
  /// @param format what they are written in
  /// @param columns the names of the columns of a CSV, in order; empty for the other formats, whose
  ///   files have names of their own
  public record InventorySchema(InventoryFormat format, List<String> columns) {
    public InventorySchema {
      columns = List.copyOf(columns);
    }
  }

  /// One data file.
  ///
  /// @param key its key in the bucket of the manifest
  /// @param bytes its size
  /// @param md5 base64 MD5 of its bytes
  public record DataFile(String key, long bytes, String md5) {}
}
