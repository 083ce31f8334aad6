package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.Bucket;
import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.Checksum;
import dev.hikkoshi.local.s3.store.ChecksumAlgorithm;
import dev.hikkoshi.local.s3.store.ChecksumType;
import dev.hikkoshi.local.s3.store.Digest;
import dev.hikkoshi.local.s3.store.MultipartUpload;
import dev.hikkoshi.local.s3.store.ObjectBytes;
import dev.hikkoshi.local.s3.store.Part;
import dev.hikkoshi.local.s3.store.S3Error;
import dev.hikkoshi.local.s3.store.S3Object;
import dev.hikkoshi.local.s3.store.WriteCondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CompleteMultipartUpload: the listed parts, in order, become the object.
final class CompleteUpload {
  private static final long MIN_PART_BYTES = 5L << 20;

  private final BucketStore buckets;
  private final Clock clock;

  CompleteUpload(BucketStore buckets, Clock clock) {
    this.buckets = buckets;
    this.clock = clock;
  }

  S3Response complete(S3Request request) throws IOException {
    Bucket bucket = buckets.get(request.bucket());
    MultipartUpload upload = bucket.upload(request.key(), request.parameter("uploadId", ""));
    WriteCondition condition = Conditions.ofWrite(request);
    XmlElement document =
        XmlElement.parse(ReceivedBody.documentAside(request), "CompleteMultipartUpload");
    List<Part> parts = chosen(upload, document.all("Part"));
    ObjectBytes bytes = ObjectBytes.concat(parts.stream().map(Part::bytes).toList());
    Checksum checksum = checksum(upload.start(), parts, bytes);
    verify(request, checksum, bytes.length());
    S3Object object =
        new S3Object(
            request.key(),
            bytes,
            etag(parts),
            clock.instant(),
            upload.start().metadata(),
            checksum,
            parts);
    String version = bucket.put(object, condition);
    bucket.close(upload);
    S3Response response =
        S3Response.xml(
            Xml.document(
                "CompleteMultipartUploadResult",
                root -> {
                  root.element("Location", "/" + bucket.name() + "/" + request.key())
                      .element("Bucket", bucket.name())
                      .element("Key", request.key())
                      .element("ETag", "\"" + object.etag() + "\"");
                  ChecksumHeaders.element(root, checksum).element("ChecksumType", checksum.type());
                }));
    return Versions.answer(response, bucket, version);
  }

  private static List<Part> chosen(MultipartUpload upload, List<XmlElement> listed) {
    if (listed.isEmpty()) {
      throw S3Error.MALFORMED_XML.exception();
    }
    List<Part> parts = new ArrayList<>();
    int before = 0;
    for (XmlElement entry : listed) {
      Part part = chosen(upload, entry);
      if (part.number() <= before) {
        throw S3Error.INVALID_PART_ORDER.exception();
      }
      before = part.number();
      parts.add(part);
    }
    for (Part part : parts.subList(0, parts.size() - 1)) {
      if (part.size() < MIN_PART_BYTES) {
        throw S3Error.ENTITY_TOO_SMALL.exception();
      }
    }
    return parts;
  }

  private static Part chosen(MultipartUpload upload, XmlElement entry) {
    int number;
    try {
      number = Integer.parseInt(entry.require("PartNumber").strip());
    } catch (NumberFormatException _) {
      throw S3Error.MALFORMED_XML.exception();
    }
    Part part = upload.part(number).orElseThrow(S3Error.INVALID_PART::exception);
    if (!Conditions.unquoted(entry.require("ETag")).equals(part.etag())) {
      throw S3Error.INVALID_PART.exception();
    }
    ChecksumAlgorithm algorithm = upload.start().algorithm();
    String claimed = entry.find(part.checksum().algorithm().element());
    if (claimed == null && algorithm != null && upload.start().type() == ChecksumType.COMPOSITE) {
      throw S3Error.INVALID_REQUEST.exception(
          "The upload was created using a %s checksum. The complete request must include the"
                  .formatted(algorithm)
              + " checksum for each part. It was missing for part %d in the request."
                  .formatted(number));
    }
    if (claimed != null && !claimed.equals(part.checksum().value())) {
      throw S3Error.INVALID_PART.exception();
    }
    return part;
  }

  private static Checksum checksum(
      MultipartUpload.Start start, List<Part> parts, ObjectBytes bytes) {
    ChecksumAlgorithm algorithm = start.algorithm();
    if (algorithm == null) {
      return ChecksumAlgorithm.CRC64NVME.of(bytes);
    }
    if (start.type() == ChecksumType.FULL_OBJECT) {
      return algorithm.of(bytes);
    }
    Digest composite = algorithm.start();
    for (Part part : parts) {
      composite.update(ByteBuffer.wrap(Base64.getDecoder().decode(part.checksum().value())));
    }
    return new Checksum(algorithm, ChecksumType.COMPOSITE, composite.base64() + "-" + parts.size());
  }

  private static void verify(S3Request request, Checksum checksum, long size) {
    @Nullable String claimed = request.header(checksum.algorithm().header());
    if (claimed != null && !claimed.equals(checksum.value())) {
      throw S3Error.BAD_DIGEST.exception(
          "The %s you specified did not match the calculated checksum."
              .formatted(checksum.algorithm()));
    }
    String type = request.header("x-amz-checksum-type");
    if (type != null && ChecksumHeaders.type(type) != checksum.type()) {
      throw S3Error.INVALID_REQUEST.exception(
          "The upload was created using the %s checksum mode. The complete request must use the"
                  .formatted(checksum.type())
              + " same checksum mode.");
    }
    String objectSize = request.header("x-amz-mp-object-size");
    if (objectSize != null && !objectSize.equals(String.valueOf(size))) {
      throw S3Error.INVALID_REQUEST.exception(
          "The provided 'x-amz-mp-object-size' header does not match what was computed.");
    }
  }

  /// Hex MD5 of the parts' MD5 bytes, and how many there are.
  private static String etag(List<Part> parts) {
    Digest md5 = Digest.md5();
    for (Part part : parts) {
      md5.update(ByteBuffer.wrap(HexFormat.of().parseHex(part.etag())));
    }
    return HexFormat.of().formatHex(md5.value()) + "-" + parts.size();
  }
}
