package dev.hikkoshi.common.item;

import dev.hikkoshi.common.digest.TableDigest;

/// Reads lines of an export, one at a time: which item is put or which key is deleted, and what
/// that does to the table's digest. Not thread-safe.
public sealed interface ExportLine permits FullExportLine, IncrementalExportLine {
  /// Reads the line `buffer[from..to)`; its line end may be part of it. Offsets in errors count
  /// from `from`.
  void read(byte[] buffer, int from, int to) throws MalformedItemException;

  /// Whether the line deletes a key rather than puts an item.
  boolean isDelete();

  /// Index of the first byte of the item, or of the key to delete, in the buffer given last: its
  /// opening bracket.
  int itemFrom();

  /// Index behind its closing bracket.
  int itemTo();

  /// Has scanned the item or the key to delete.
  ItemScanner item();

  /// Does to a digest what the line does to a table.
  void applyTo(TableDigest digest);
}
