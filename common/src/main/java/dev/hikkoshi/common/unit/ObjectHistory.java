package dev.hikkoshi.common.unit;

import java.util.List;

/// All versions of one object.
///
/// @param key the source's, any text of 1 to 1,024 bytes of UTF-8
/// @param toKey the destination's, of the same shape
/// @param versions the oldest first; at least one
public record ObjectHistory(String key, String toKey, List<VersionToCopy> versions) {
  public ObjectHistory {
    ObjectKeys.key(key);
    ObjectKeys.key(toKey);
    versions = List.copyOf(versions);
    if (versions.isEmpty()) {
      throw new IllegalArgumentException("an object without versions");
    }
    for (VersionToCopy version : versions) {
      if (!version.deleteMarker()) {
        toCopy(key, toKey, version);
      }
    }
  }

  /// A version, which is no delete marker, as an object to copy.
  ///
  /// @param index from 0, the oldest
  public ObjectToCopy object(int index) {
    return toCopy(key, toKey, versions.get(index));
  }

  private static ObjectToCopy toCopy(String key, String toKey, VersionToCopy version) {
    return new ObjectToCopy(
        key, version.size(), version.etag(), version.version(), toKey, version.storageClass());
  }
}
