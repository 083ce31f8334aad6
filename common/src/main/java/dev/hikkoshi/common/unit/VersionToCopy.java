package dev.hikkoshi.common.unit;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One version of an object, or a delete marker among its versions, as the source has it.
///
/// @param version its id at the source; `null` (the text) for one from before versions
/// @param deleteMarker whether it says that the object was deleted; nothing else is known then
/// @param size in bytes; [ObjectToCopy#UNKNOWN_SIZE] if not known
/// @param etag without quotes; null if not known
/// @param storageClass as S3 names it; null if not known
public record VersionToCopy(
    String version,
    boolean deleteMarker,
    long size,
    @Nullable String etag,
    @Nullable String storageClass) {
  private static final Pattern ID = Pattern.compile("[!-~&&[^\"]]{1,1024}");

  public VersionToCopy {
    if (!ID.matcher(version).matches()) {
      throw new IllegalArgumentException("version is not " + ID);
    }
    if (deleteMarker && (size != ObjectToCopy.UNKNOWN_SIZE || etag != null)) {
      throw new IllegalArgumentException("a delete marker has neither size nor ETag");
    }
  }

  /// A delete marker.
  public static VersionToCopy marker(String version) {
    return new VersionToCopy(version, true, ObjectToCopy.UNKNOWN_SIZE, null, null);
  }
}
