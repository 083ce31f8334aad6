package dev.hikkoshi.worker.copy;

import dev.hikkoshi.common.unit.ObjectToCopy;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/// Looks at the sources of copies, always under the condition that they are what was planned.
final class SourceObject {
  private static final Pattern PLAIN_MD5 = Pattern.compile("[0-9a-f]{32}");

  private final String bucket;
  private final UnitRequests requests;

  SourceObject(String bucket, UnitRequests requests) {
    this.bucket = bucket;
    this.requests = requests;
  }

  /// Asks for everything that is told of an object.
  ///
  /// @throws RefusedException also if it is gone or has changed
  HeadObjectResponse head(ObjectToCopy object) throws RefusedException, InterruptedException {
    HeadObjectResponse head = head(object, object.etag(), null);
    if (object.size() != ObjectToCopy.UNKNOWN_SIZE && object.size() != head.contentLength()) {
      throw new RefusedException(
          new S3Failure(S3Failure.Kind.CHANGED, "", "it has " + head.contentLength() + " bytes"));
    }
    return head;
  }

  /// Asks for one part.
  ///
  /// @param etag the object's
  HeadObjectResponse head(ObjectToCopy object, @Nullable String etag, @Nullable Integer part)
      throws RefusedException, InterruptedException {
    try {
      return requests.send(
          object.toKey(),
          (s3, signed) ->
              s3.headObject(r ->
                  r.bucket(bucket)
                      .key(object.key())
                      .versionId(object.version())
                      .ifMatch(quoted(etag))
                      .partNumber(part)
                      .checksumMode("ENABLED")
                      .overrideConfiguration(signed)));
    } catch (RefusedException e) {
      if (e.failure().kind() == S3Failure.Kind.GONE) {
        refuseIfBucketIsGone(object);
      }
      throw e;
    }
  }

  /// An answer to HEAD does not say what it is that is not there.
  private void refuseIfBucketIsGone(ObjectToCopy object)
      throws RefusedException, InterruptedException {
    try {
      requests.send(
          object.toKey(),
          (s3, signed) -> s3.headBucket(r -> r.bucket(bucket).overrideConfiguration(signed)));
    } catch (RefusedException e) {
      if (e.failure().kind() == S3Failure.Kind.GONE) {
        throw new RefusedException(
            new S3Failure(
                S3Failure.Kind.UNAVAILABLE, "NoSuchBucket", "bucket " + bucket + " is gone"));
      }
      throw e;
    }
  }

  static @Nullable String quoted(@Nullable String etag) {
    return etag == null ? null : "\"" + etag + "\"";
  }

  static String unquoted(String etag) {
    return etag.replace("\"", "");
  }

  /// Whether an ETag may be the MD5 of the object's bytes; it is unless they are encrypted with a
  /// key of KMS or the caller's.
  static boolean mayBeMd5(@Nullable String etag) {
    return etag != null && PLAIN_MD5.matcher(etag).matches();
  }

  /// Whether the object's encryption makes its ETag something else than an MD5.
  static boolean hidesMd5(HeadObjectResponse head) {
    return hidesMd5(head.serverSideEncryptionAsString()) || head.sseCustomerAlgorithm() != null;
  }

  /// @param encryption as S3 names it
  static boolean hidesMd5(@Nullable String encryption) {
    return encryption != null && encryption.startsWith("aws:kms");
  }
}
