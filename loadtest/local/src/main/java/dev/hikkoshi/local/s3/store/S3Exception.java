package dev.hikkoshi.local.s3.store;

/// A request refused as S3 refuses it. Without a stack trace: refusals are ordinary answers here.
public final class S3Exception extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final S3Error error;
  private final String text;

  S3Exception(S3Error error, String message) {
    super(error.code() + ": " + message, null, false, false);
    this.error = error;
    this.text = message;
  }

  public S3Error error() {
    return error;
  }

  /// The message for the client, without the code.
  public String text() {
    return text;
  }
}
