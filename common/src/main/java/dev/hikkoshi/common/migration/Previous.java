package dev.hikkoshi.common.migration;

/// What is at the destination already, so that only what differs from it is copied and removed.
public sealed interface Previous {
  /// What an inventory says: an earlier one of the source, or one of the destination.
  ///
  /// @param location its folder or its `manifest.json`
  record Inventory(S3Location location) implements Previous {}

  /// What the destination lists when the migration is planned.
  record Listed() implements Previous {}
}
