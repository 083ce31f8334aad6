package dev.hikkoshi.worker.copy;

import org.jspecify.annotations.Nullable;

/// What must be the current version of a key at the destination for a write to happen, so that two
/// workers with one unit do not both add a version.
///
/// @param ifMatch its ETag, quoted; null for no matter which
/// @param ifNoneMatch `*` if there must be none, or a delete marker; null for no matter what
record Expected(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
  /// Whatever is there is overwritten.
  static final Expected ANYTHING = new Expected(null, null);

  /// Nothing, or a delete marker.
  static final Expected NOTHING = new Expected(null, "*");

  /// An object.
  ///
  /// @param etag without quotes
  static Expected object(String etag) {
    return new Expected(SourceObject.quoted(etag), null);
  }

  boolean isAnything() {
    return ifMatch == null && ifNoneMatch == null;
  }
}
