package dev.hikkoshi.local.s3.store;

/// Whether a checksum is of an object's bytes, or of the checksums of its parts.
public enum ChecksumType {
  FULL_OBJECT,
  COMPOSITE
}
