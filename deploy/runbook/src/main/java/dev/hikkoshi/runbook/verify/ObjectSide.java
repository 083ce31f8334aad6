package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.digest.ObjectHash;
import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.objects.InventoryObject;

/// One side of a comparison of buckets, counted and digested as it is read. For one thread.
final class ObjectSide {
  /// A size that no object has.
  private static final long MARKER = -2;

  private final TableDigest keys;
  private final TableDigest sizes;
  private boolean sizesKnown = true;

  /// @param buckets of its digest
  ObjectSide(int buckets) {
    keys = new TableDigest(buckets);
    sizes = new TableDigest(buckets);
  }

  void add(String key, long size) {
    ObjectHash.add(keys, key, 0);
    ObjectHash.add(sizes, key, size);
    sizesKnown &= size != InventoryObject.UNKNOWN_SIZE;
  }

  /// Adds one of the versions of a key.
  ///
  /// @param index from 0, the oldest
  void add(String key, int index, InventoryObject version) {
    add(
        index + (version.deleteMarker() ? "-" : "+") + key,
        version.deleteMarker() ? MARKER : version.size());
  }

  long objects() {
    return keys.count();
  }

  /// Whether the sizes of all were told.
  boolean sizesKnown() {
    return sizesKnown;
  }

  String fingerprint(boolean withSizes) {
    return (withSizes ? sizes : keys).fingerprint();
  }
}
