package dev.hikkoshi.local.s3.store;

import java.time.Instant;

/// One part of a multipart upload, or what an object remembers of it.
///
/// @param number 1 to 10,000
/// @param etag hex MD5 of the part's bytes, without quotes
public record Part(
    int number, ObjectBytes bytes, String etag, Checksum checksum, Instant lastModified) {
  public long size() {
    return bytes.length();
  }
}
