package dev.hikkoshi.common.ledger;

/// What the lines of an export hold.
public enum ExportView {
  /// A full export: items.
  ITEMS,
  /// An incremental export: what each key that was written became.
  NEW_IMAGE,
  /// An incremental export: what each key that was written was and became.
  NEW_AND_OLD_IMAGES
}
