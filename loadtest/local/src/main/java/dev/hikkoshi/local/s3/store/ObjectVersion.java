package dev.hikkoshi.local.s3.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// One version of a key: an object, or the note that it was deleted.
///
/// @param id `null` for what was written while the bucket kept no versions
/// @param object null for a delete marker
/// @param lastModified whole seconds, as S3 keeps it
public record ObjectVersion(
    String key, String id, @Nullable S3Object object, Instant lastModified) {
  static final String NULL = "null";

  public ObjectVersion {
    lastModified = lastModified.truncatedTo(ChronoUnit.SECONDS);
  }

  static ObjectVersion of(String id, S3Object object) {
    return new ObjectVersion(object.key(), id, object, object.lastModified());
  }

  public boolean isDeleteMarker() {
    return object == null;
  }
}
