package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.ChecksumAlgorithm;
import dev.hikkoshi.local.s3.store.Digest;
import dev.hikkoshi.local.s3.store.MultipartUpload;
import dev.hikkoshi.local.s3.store.ObjectBytes;
import dev.hikkoshi.local.s3.store.Part;
import dev.hikkoshi.local.s3.store.S3Object;
import java.time.Clock;
import java.util.HexFormat;

/// UploadPartCopy: a part whose bytes are another object's, or a range of them.
final class UploadPartCopy {
  private final BucketStore buckets;
  private final Clock clock;

  UploadPartCopy(BucketStore buckets, Clock clock) {
    this.buckets = buckets;
    this.clock = clock;
  }

  S3Response copy(S3Request request) {
    MultipartUpload upload =
        buckets.get(request.bucket()).upload(request.key(), request.parameter("uploadId", ""));
    int number = Multipart.partNumber(request);
    ObjectBytes bytes = bytes(request);
    ChecksumAlgorithm agreed = upload.start().algorithm();
    Part part =
        new Part(
            number,
            bytes,
            HexFormat.of().formatHex(Digest.md5().over(bytes).value()),
            (agreed == null ? ChecksumAlgorithm.CRC64NVME : agreed).of(bytes),
            clock.instant());
    upload.put(part);
    S3Response response =
        S3Response.xml(
            Xml.document(
                "CopyPartResult",
                root -> {
                  root.element("LastModified", Dates.xml(part.lastModified()))
                      .element("ETag", "\"" + part.etag() + "\"");
                  ChecksumHeaders.element(root, part.checksum());
                }));
    return CopySource.answer(response, request, buckets);
  }

  private ObjectBytes bytes(S3Request request) {
    String header = request.header("x-amz-copy-source-range");
    if (header == null) {
      return CopySource.readWhole(request, buckets).bytes();
    }
    S3Object source = CopySource.read(request, buckets);
    ByteRange range = ByteRange.ofCopySource(header, source.size());
    return source.bytes().slice(range.first(), range.length());
  }
}
