package dev.hikkoshi.local.s3.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// An object as stored.
///
/// @param etag without quotes: hex MD5, or hex MD5 of the parts' MD5s and `-N`
/// @param lastModified whole seconds, as S3 keeps it
/// @param parts empty unless it was uploaded in parts
public record S3Object(
    String key,
    ObjectBytes bytes,
    String etag,
    Instant lastModified,
    ObjectMetadata metadata,
    Checksum checksum,
    List<Part> parts) {
  public S3Object {
    lastModified = lastModified.truncatedTo(ChronoUnit.SECONDS);
    parts = List.copyOf(parts);
  }

  public long size() {
    return bytes.length();
  }

  public S3Object withMetadata(ObjectMetadata newMetadata) {
    return new S3Object(key, bytes, etag, lastModified, newMetadata, checksum, parts);
  }
}
