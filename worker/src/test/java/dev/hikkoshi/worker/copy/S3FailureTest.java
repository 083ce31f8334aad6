package dev.hikkoshi.worker.copy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3FailureTest {
  @ParameterizedTest
  @CsvSource({
    "503, SlowDown, THROTTLED",
    "503, , THROTTLED",
    "429, , THROTTLED",
    "200, SlowDown, THROTTLED",
    "500, InternalError, TRANSIENT",
    "502, , TRANSIENT",
    "400, RequestTimeout, TRANSIENT",
    "403, RequestTimeTooSkewed, TRANSIENT",
    "409, OperationAborted, TRANSIENT",
    "404, NoSuchKey, GONE",
    "404, NoSuchVersion, GONE",
    "404, , GONE",
    "412, PreconditionFailed, CHANGED",
    "412, , CHANGED",
    "404, NoSuchUpload, NO_UPLOAD",
    "403, InvalidObjectState, OBJECT",
    "400, EntityTooLarge, OBJECT",
    "400, InvalidRequest, OBJECT",
    "501, NotImplemented, OBJECT",
    "403, AccessDenied, DENIED",
    "403, , DENIED",
    "400, KMS.DisabledException, DENIED",
    "404, NoSuchBucket, UNAVAILABLE",
    "403, InvalidAccessKeyId, UNAVAILABLE",
    "403, SignatureDoesNotMatch, UNAVAILABLE",
    "400, ExpiredToken, UNAVAILABLE",
    "301, , UNAVAILABLE",
    "0, AccessDenied, DENIED",
    "0, InternalError, TRANSIENT",
    "0, SlowDown, THROTTLED",
  })
  void everyErrorHasItsReaction(int status, String code, S3Failure.Kind kind) {
    var error =
        S3Exception.builder()
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
            .build();
    assertThat(S3Failure.of((S3Exception) error).kind()).isEqualTo(kind);
  }
}
