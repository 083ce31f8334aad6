package dev.hikkoshi.local.s3.store;

/// Whether a bucket keeps what is overwritten or deleted.
public enum Versioning {
  /// Never yet.
  OFF,
  ENABLED,
  /// No more: new objects replace the version `null`, older versions stay.
  SUSPENDED
}
