package dev.hikkoshi.common.unit;

import java.util.HashSet;
import java.util.List;

/// Copy all versions of objects from one bucket to another in order, delete markers too. Doing it
/// twice adds nothing.
///
/// @param from the source bucket
/// @param to the destination bucket, which keeps versions
/// @param objects no two of them to one key
public record CopyVersions(String from, String to, List<ObjectHistory> objects) implements Work {
  public CopyVersions {
    ObjectKeys.bucket(from);
    ObjectKeys.bucket(to);
    objects = List.copyOf(objects);
    var toKeys = new HashSet<String>();
    for (ObjectHistory object : objects) {
      if (!toKeys.add(object.toKey())) {
        throw new IllegalArgumentException("two objects are copied to one key");
      }
    }
  }
}
