package dev.hikkoshi.worker.copy;

/// What became of one object of a unit.
sealed interface ObjectEnd {
  /// It is at the destination, or removed from there.
  ///
  /// @param etag of the copy, without quotes; empty if there is none
  record Done(String etag) implements ObjectEnd {}

  /// It was at the destination before.
  record There() implements ObjectEnd {}

  /// It will never be: recorded with the reason.
  record Dead(String reason) implements ObjectEnd {}

  /// It is not yet.
  record Left(S3Failure failure) implements ObjectEnd {}

  /// What a refusal means for the object.
  static ObjectEnd of(S3Failure failure) {
    return switch (failure.kind()) {
      case GONE -> new Dead(DeadReasons.GONE);
      case CHANGED -> new Dead(DeadReasons.CHANGED);
      case OBJECT -> new Dead(failure.toString());
      case THROTTLED, TRANSIENT, NO_UPLOAD, DENIED, UNAVAILABLE, NOT_ALLOWED -> new Left(failure);
    };
  }
}
