package dev.hikkoshi.worker.copy;

/// One of the several requests that an object takes did not succeed: the others make no sense then.
/// Turned into an [ObjectEnd] where the object ends.
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient S3Failure failure;

  RefusedException(S3Failure failure) {
    super(failure.toString(), null, false, false);
    this.failure = failure;
  }

  S3Failure failure() {
    return failure;
  }
}
