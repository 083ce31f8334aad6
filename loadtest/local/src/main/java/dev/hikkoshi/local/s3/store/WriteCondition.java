package dev.hikkoshi.local.s3.store;

import org.jspecify.annotations.Nullable;

/// What must be true of the present object for a write or delete to happen.
public sealed interface WriteCondition {
  record Always() implements WriteCondition {}

  /// `If-None-Match: *`
  record IfAbsent() implements WriteCondition {}

  /// `If-Match`, with the ETag unquoted, or `*` for any object.
  record IfMatch(String etag) implements WriteCondition {}

  default void check(@Nullable S3Object present) {
    switch (this) {
      case Always() -> {}
      case IfAbsent() -> {
        if (present != null) {
          throw S3Error.PRECONDITION_FAILED.exception();
        }
      }
      case IfMatch(String etag) -> {
        if (present == null) {
          throw S3Error.NO_SUCH_KEY.exception();
        }
        if (!etag.equals("*") && !etag.equals(present.etag())) {
          throw S3Error.PRECONDITION_FAILED.exception();
        }
      }
    }
  }
}
