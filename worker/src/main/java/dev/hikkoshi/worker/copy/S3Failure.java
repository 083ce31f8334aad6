package dev.hikkoshi.worker.copy;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Why a request to S3 did not succeed, and how to react.
///
/// @param kind how to react
/// @param code S3's name for it; empty where it gave none, as in answers to HEAD
/// @param message S3's words
record S3Failure(Kind kind, String code, String message) {
  /// How to react.
  enum Kind {
    /// Too fast: later, slower.
    THROTTLED,
    /// Nobody's fault: again.
    TRANSIENT,
    /// The object is not there any more.
    GONE,
    /// The object is another one than was planned to be copied.
    CHANGED,
    /// The multipart upload is not there: completed, or aborted.
    NO_UPLOAD,
    /// This object can not be copied.
    OBJECT,
    /// No access: to this object, or to everything.
    DENIED,
    /// Nothing this caller sends is accepted: wait until someone mends it.
    UNAVAILABLE,
    /// The unit may not be executed now; nothing was sent.
    NOT_ALLOWED;

    /// Whether the same request may succeed a moment later.
    boolean passes() {
      return this == THROTTLED || this == TRANSIENT;
    }
  }

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVICE_UNAVAILABLE = 503;

  static S3Failure of(S3Exception e) {
    var details = Optional.ofNullable(e.awsErrorDetails());
    String code = details.map(AwsErrorDetails::errorCode).orElse("");
    String message = details.map(AwsErrorDetails::errorMessage).orElse("");
    return new S3Failure(
        kind(e.statusCode(), code), code, message.isEmpty() ? "status " + e.statusCode() : message);
  }

  /// What an error means: of a response, or of one key in it.
  ///
  /// @param status the HTTP status; 0 for one key of several
  static Kind kind(int status, String code) {
    return switch (code) {
      case "SlowDown",
          "ServiceUnavailable",
          "Throttling",
          "ThrottlingException",
          "RequestLimitExceeded",
          "TooManyRequests",
          "TooManyRequestsException",
          "KMS.ThrottlingException" ->
          Kind.THROTTLED;
      case "InternalError",
          "OperationAborted",
          "ConditionalRequestConflict",
          "RequestTimeout",
          // Signed for an instant too long ago: the next request is signed for a later one.
          "RequestTimeTooSkewed" ->
          Kind.TRANSIENT;
      case "NoSuchKey", "NoSuchVersion" -> Kind.GONE;
      case "PreconditionFailed" -> Kind.CHANGED;
      case "NoSuchUpload" -> Kind.NO_UPLOAD;
      case "InvalidObjectState" -> Kind.OBJECT;
      case "NoSuchBucket",
          "AllAccessDisabled",
          "AccountProblem",
          "AccessControlListNotSupported",
          "AuthorizationHeaderMalformed",
          "ExpiredToken",
          "InvalidAccessKeyId",
          "InvalidToken",
          "NotSignedUp",
          "PermanentRedirect",
          "SignatureDoesNotMatch",
          "TokenRefreshRequired" ->
          Kind.UNAVAILABLE;
      default -> kind(status, code.startsWith("KMS.") || code.equals("AccessDenied"));
    };
  }

  private static Kind kind(int status, boolean denied) {
    return switch (status) {
      case SERVICE_UNAVAILABLE, TOO_MANY_REQUESTS -> Kind.THROTTLED;
      case 301, 307 -> Kind.UNAVAILABLE;
      case 403 -> Kind.DENIED;
      case 404 -> Kind.GONE;
      case 409 -> Kind.TRANSIENT;
      case 412 -> Kind.CHANGED;
      case 501 -> Kind.OBJECT;
      default -> status >= 500 ? Kind.TRANSIENT : denied ? Kind.DENIED : Kind.OBJECT;
    };
  }

  /// The same, to be reacted to in another way.
  S3Failure as(Kind other) {
    return new S3Failure(other, code, message);
  }

  @Override
  public String toString() {
    return code.isEmpty() ? message : code + ": " + message;
  }
}
