package dev.hikkoshi.common.unit;

import java.util.HashSet;
import java.util.List;

/// Copy objects from one bucket to another, within S3. Copying them twice gives the same objects.
///
/// @param from the source bucket
/// @param to the destination bucket
/// @param objects no two of them to one key: which one stays would be chance
public record CopyObjects(String from, String to, List<ObjectToCopy> objects) implements Work {
  public CopyObjects {
    ObjectKeys.bucket(from);
    ObjectKeys.bucket(to);
    objects = List.copyOf(objects);
    var toKeys = new HashSet<String>();
    for (ObjectToCopy object : objects) {
      if (!toKeys.add(object.toKey())) {
        throw new IllegalArgumentException("two objects are copied to one key");
      }
    }
  }
}
