package dev.hikkoshi.local.s3.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What travels with an object beside its bytes.
///
/// @param system headers such as `Content-Type`, by the name they are answered under
/// @param user user metadata by lower-case name, without the `x-amz-meta-` prefix
/// @param tags object tags in the order they were given
/// @param storageClass as named by the client, `STANDARD` if it named none
public record ObjectMetadata(
    Map<String, String> system,
    Map<String, String> user,
    Map<String, String> tags,
    String storageClass) {
  public ObjectMetadata {
    system = Collections.unmodifiableMap(new LinkedHashMap<>(system));
    user = Collections.unmodifiableMap(new LinkedHashMap<>(user));
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  public ObjectMetadata withTags(Map<String, String> newTags) {
    return new ObjectMetadata(system, user, newTags, storageClass);
  }

  public ObjectMetadata withStorageClass(String newClass) {
    return new ObjectMetadata(system, user, tags, newClass);
  }
}
