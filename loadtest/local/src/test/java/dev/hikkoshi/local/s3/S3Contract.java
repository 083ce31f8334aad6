package dev.hikkoshi.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What the behaviours of the contract work with: a server, a client, a bucket of one's own.
interface S3Contract {
  URI endpoint();

  /// Sends a CRC32 with every body, as the SDK does by default.
  S3Client s3();

  /// Sends a checksum only where one is asked for.
  S3Client plain();

  /// A new empty bucket for each behaviour.
  String bucket();

  default PutObjectResponse put(String key, String text) {
    return put(key, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  default PutObjectResponse put(String key, byte[] bytes) {
    return s3().putObject(b -> b.bucket(bucket()).key(key), RequestBody.fromBytes(bytes));
  }

  default String text(String key) {
    return s3().getObjectAsBytes(b -> b.bucket(bucket()).key(key)).asUtf8String();
  }

  default void refuses(String code, int status, ThrowingCallable call) {
    S3Exception refusal = catchThrowableOfType(S3Exception.class, call);
    assertThat(refusal).as("refusal with %s", code).isNotNull();
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(refusal.statusCode()).isEqualTo(status);
  }

  /// A HEAD has no body to carry a code: only its status can be told.
  default void refuses(int status, ThrowingCallable call) {
    S3Exception refusal = catchThrowableOfType(S3Exception.class, call);
    assertThat(refusal).as("refusal with %s", status).isNotNull();
    assertThat(refusal.statusCode()).isEqualTo(status);
  }
}
