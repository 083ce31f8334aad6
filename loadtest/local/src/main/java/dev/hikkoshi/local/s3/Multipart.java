package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.Bucket;
import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.Checksum;
import dev.hikkoshi.local.s3.store.ChecksumAlgorithm;
import dev.hikkoshi.local.s3.store.ChecksumType;
import dev.hikkoshi.local.s3.store.MultipartUpload;
import dev.hikkoshi.local.s3.store.Part;
import dev.hikkoshi.local.s3.store.S3Error;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// CreateMultipartUpload, UploadPart and AbortMultipartUpload.
final class Multipart {
  static final int MAX_PARTS = 10_000;

  private final BucketStore buckets;
  private final Clock clock;
  private final AtomicLong lastId = new AtomicLong();

  Multipart(BucketStore buckets, Clock clock) {
    this.buckets = buckets;
    this.clock = clock;
  }

  S3Response create(S3Request request) {
    Acl.refuseUnlessOwner(request);
    Bucket bucket = buckets.get(request.bucket());
    ChecksumAlgorithm algorithm = ChecksumHeaders.requested(request);
    String typeName = request.header("x-amz-checksum-type");
    if (algorithm == null && typeName != null) {
      throw S3Error.INVALID_REQUEST.exception(
          "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm"
              + " header.");
    }
    ChecksumType type = type(algorithm, typeName);
    MultipartUpload upload =
        new MultipartUpload(
            new MultipartUpload.Start(
                "upload-%012d".formatted(lastId.incrementAndGet()),
                request.key(),
                MetadataHeaders.read(request),
                algorithm,
                type,
                clock.instant()));
    bucket.open(upload);
    S3Response response =
        S3Response.xml(
            Xml.document(
                "InitiateMultipartUploadResult",
                root ->
                    root.element("Bucket", bucket.name())
                        .element("Key", request.key())
                        .element("UploadId", upload.start().id())));
    if (algorithm != null) {
      response.header("x-amz-checksum-algorithm", algorithm.name());
      response.header("x-amz-checksum-type", type.name());
    }
    return response;
  }

  S3Response uploadPart(S3Request request) throws IOException {
    MultipartUpload upload = upload(request);
    int number = partNumber(request);
    ChecksumAlgorithm agreed = upload.start().algorithm();
    ChecksumAlgorithm declared = ChecksumHeaders.declared(request).orElse(null);
    if (agreed != null && declared != null && agreed != declared) {
      throw S3Error.INVALID_REQUEST.exception(
          "Checksum Type mismatch occurred, expected checksum Type: %s, actual checksum Type: %s"
              .formatted(agreed, declared));
    }
    ReceivedBody body =
        ReceivedBody.read(request, agreed == null ? ChecksumAlgorithm.CRC64NVME : agreed);
    upload.put(new Part(number, body.bytes(), body.etag(), body.checksum(), clock.instant()));
    S3Response response = S3Response.status(200).header("ETag", "\"" + body.etag() + "\"");
    Checksum checksum = body.checksum();
    return response.header(checksum.algorithm().header(), checksum.value());
  }

  S3Response abort(S3Request request) {
    Bucket bucket = buckets.get(request.bucket());
    bucket.close(upload(request));
    return S3Response.status(204);
  }

  static int partNumber(S3Request request) {
    int number = request.parameter("partNumber", 0, 1, MAX_PARTS);
    if (number == 0) {
      throw S3Error.INVALID_ARGUMENT.exception("partNumber is empty");
    }
    return number;
  }

  private MultipartUpload upload(S3Request request) {
    return buckets.get(request.bucket()).upload(request.key(), request.parameter("uploadId", ""));
  }

  private static ChecksumType type(@Nullable ChecksumAlgorithm algorithm, @Nullable String name) {
    if (algorithm == null) {
      return ChecksumType.FULL_OBJECT;
    }
    if (name == null) {
      return algorithm.multipartDefault();
    }
    ChecksumType type = ChecksumHeaders.type(name);
    if (!algorithm.supports(type)) {
      throw S3Error.INVALID_REQUEST.exception(
          "The %s checksum type cannot be used with the %s checksum algorithm."
              .formatted(type, algorithm));
    }
    return type;
  }
}
