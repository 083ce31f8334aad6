package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import java.io.Closeable;
import java.io.IOException;

/// Reads objects one after the other, from a data file of an inventory or from the bucket itself.
/// For one thread.
public interface ObjectReader extends Closeable {
  /// Goes to the next object.
  ///
  /// @return false at the end
  /// @throws IOException if the source is cut, damaged, or could not be read
  boolean next() throws IOException, InterruptedException;

  /// What was gone to.
  ///
  /// @throws MalformedRowException if it describes no object; the next may be read all the same
  /// @throws UnsoundSourceException if it is of another bucket
  InventoryObject object() throws MalformedRowException;

  /// Where that stands, such as `data/f1.csv.gz:17`.
  String position();
}
