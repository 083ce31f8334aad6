package dev.hikkoshi.common.unit;

import java.util.List;

/// Remove objects from a bucket. One that is not there is removed already.
///
/// @param bucket the destination bucket
/// @param keys any text of 1 to 1,024 bytes of UTF-8 each
public record RemoveObjects(String bucket, List<String> keys) implements Work {
  public RemoveObjects {
    ObjectKeys.bucket(bucket);
    keys = List.copyOf(keys);
    keys.forEach(ObjectKeys::key);
  }
}
