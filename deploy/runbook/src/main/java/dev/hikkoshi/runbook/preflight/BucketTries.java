package dev.hikkoshi.runbook.preflight;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Calls on a bucket that have no effect: about an object that is not there.
final class BucketTries {
  private static final String NO_UPLOAD = "preflight";
  private static final Set<String> NOT_THERE = Set.of("NoSuchKey", "NotFound", "404");

  private final S3Client s3;
  private final Tried tried;

  BucketTries(S3Client s3, List<Check> checks) {
    this.s3 = s3;
    this.tried = new Tried(checks);
  }

  private static String absent(String prefix) {
    return prefix + "preflight-" + UUID.randomUUID();
  }

  /// Puts an object only if it is there with another ETag than any object has.
  void write(String name, String bucket, String prefix) {
    String key = absent(prefix);
    tried.call(
        name,
        "s3:PutObject",
        "s3://" + bucket + "/" + prefix,
        Set.of("NoSuchKey", "NotFound", "404", "PreconditionFailed", "ConditionalRequestConflict"),
        () ->
            s3.putObject(
                r -> r.bucket(bucket).key(key).ifMatch("\"00000000000000000000000000000000\""),
                RequestBody.empty()));
  }

  void read(String name, String bucket, String prefix) {
    String key = absent(prefix);
    tried.call(
        name,
        "s3:GetObject",
        "s3://" + bucket + "/" + prefix,
        NOT_THERE,
        () -> s3.headObject(r -> r.bucket(bucket).key(key)));
  }

  void list(String name, String bucket, String prefix) {
    tried.call(
        name,
        "s3:ListBucket",
        "s3://" + bucket + "/" + prefix,
        Set.of(),
        () -> s3.listObjectsV2(r -> r.bucket(bucket).prefix(prefix).maxKeys(1)));
  }

  void tags(String name, String bucket, String prefix) {
    String key = absent(prefix);
    tried.call(
        name,
        "s3:GetObjectTagging",
        "s3://" + bucket + "/" + prefix,
        NOT_THERE,
        () -> s3.getObjectTagging(r -> r.bucket(bucket).key(key)));
  }

  void multipart(String name, String bucket, String prefix) {
    String key = absent(prefix);
    String where = "s3://" + bucket + "/" + prefix;
    tried.call(
        name,
        "s3:AbortMultipartUpload",
        where,
        Set.of("NoSuchUpload"),
        () -> s3.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(NO_UPLOAD)));
    tried.call(
        name,
        "s3:ListMultipartUploadParts",
        where,
        Set.of("NoSuchUpload"),
        () -> s3.listParts(r -> r.bucket(bucket).key(key).uploadId(NO_UPLOAD)));
    tried.call(
        name,
        "s3:ListBucketMultipartUploads",
        "s3://" + bucket,
        Set.of(),
        () -> s3.listMultipartUploads(r -> r.bucket(bucket).prefix(key).maxUploads(1)));
  }
}
