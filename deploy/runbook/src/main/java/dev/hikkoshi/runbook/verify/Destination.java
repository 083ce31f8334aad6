package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.unit.RawJson;
import java.io.IOException;

/// The destination as a verification reads it.
interface Destination {
  /// Where it is read, for people: a table or an export.
  String name();

  /// Reads all of it.
  ///
  /// @throws IOException if it cannot be read
  TableDigest digest() throws IOException, InterruptedException;

  /// Reads all of it once more.
  ///
  /// @param items told each item; on any thread
  /// @throws IOException if it cannot be read, or `items` says so
  void read(Items items) throws IOException, InterruptedException;

  /// Takes the items of a destination.
  @FunctionalInterface
  interface Items {
    /// @param item as it stands there; valid during the call
    /// @param scanned has scanned it
    void item(RawJson item, ItemScanner scanned) throws IOException;
  }
}
