package dev.hikkoshi.local.dynamodb;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/// Where an export goes to. S3 encrypts with AES256 unasked, so only KMS is asked for. Thread-safe.
final class ExportBucket {
  private final S3Client s3;
  private final ExportRequest request;
  private final @Nullable ServerSideEncryption encryption;

  ExportBucket(S3Client s3, ExportRequest request) {
    this.s3 = s3;
    this.request = request;
    encryption = request.sseAlgorithm().equals("KMS") ? ServerSideEncryption.AWS_KMS : null;
  }

  void put(String key, byte[] content) {
    s3.putObject(
        put ->
            put.bucket(request.bucket())
                .key(key)
                .expectedBucketOwner(request.bucketOwner())
                .serverSideEncryption(encryption)
                .ssekmsKeyId(request.kmsKeyId()),
        RequestBody.fromBytes(content));
  }

  /// Uploads a data file as a multipart upload of a single part, as AWS does, and returns its ETag.
  ///
  /// @throws IOException if the ETag is not what these bytes must have
  String upload(String key, ShardFile file) throws IOException {
    String etag = upload(key, file.path());
    if (encryption == null && !etag.equals(Md5.onePartETag(file.md5()))) {
      throw new IOException("%s arrived with ETag %s".formatted(key, etag));
    }
    return etag;
  }

  private String upload(String key, Path file) {
    CreateMultipartUploadResponse upload =
        s3.createMultipartUpload(create ->
            create
                .bucket(request.bucket())
                .key(key)
                .expectedBucketOwner(request.bucketOwner())
                .serverSideEncryption(encryption)
                .ssekmsKeyId(request.kmsKeyId()));
    String partETag =
        s3.uploadPart(
                part ->
                    part.bucket(request.bucket())
                        .key(key)
                        .uploadId(upload.uploadId())
                        .partNumber(1),
                RequestBody.fromFile(file))
            .eTag();
    CompletedPart only = CompletedPart.builder().partNumber(1).eTag(partETag).build();
    return s3.completeMultipartUpload(complete ->
            complete
                .bucket(request.bucket())
                .key(key)
                .uploadId(upload.uploadId())
                .multipartUpload(parts -> parts.parts(only)))
        .eTag()
        .replace("\"", "");
  }
}
