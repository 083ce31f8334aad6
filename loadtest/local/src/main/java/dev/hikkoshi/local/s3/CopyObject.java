package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.Bucket;
import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.Checksum;
import dev.hikkoshi.local.s3.store.ChecksumAlgorithm;
import dev.hikkoshi.local.s3.store.ChecksumType;
import dev.hikkoshi.local.s3.store.Digest;
import dev.hikkoshi.local.s3.store.ObjectMetadata;
import dev.hikkoshi.local.s3.store.S3Error;
import dev.hikkoshi.local.s3.store.S3Object;
import dev.hikkoshi.local.s3.store.WriteCondition;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// CopyObject: bytes shared with the source, metadata and tags copied or replaced. The storage
/// class is never copied, and an object that was uploaded in parts becomes one of a single piece.
final class CopyObject {
  private static final List<String> CHANGES =
      List.of("x-amz-storage-class", "x-amz-checksum-algorithm");

  private final BucketStore buckets;
  private final Clock clock;

  CopyObject(BucketStore buckets, Clock clock) {
    this.buckets = buckets;
    this.clock = clock;
  }

  S3Response copy(S3Request request) {
    Acl.refuseUnlessOwner(request);
    Bucket bucket = buckets.get(request.bucket());
    WriteCondition condition = Conditions.ofWrite(request);
    boolean replace = replaces(request, "x-amz-metadata-directive");
    refuseCopyOntoItself(request, replace);
    S3Object source = CopySource.readWhole(request, buckets);
    S3Object copy =
        new S3Object(
            request.key(),
            source.bytes(),
            source.parts().isEmpty() ? source.etag() : md5(source),
            clock.instant(),
            metadata(request, source.metadata(), replace),
            checksum(source, ChecksumHeaders.requested(request)),
            List.of());
    String version = bucket.put(copy, condition);
    S3Response response =
        S3Response.xml(
            Xml.document(
                "CopyObjectResult",
                root -> {
                  root.element("LastModified", Dates.xml(copy.lastModified()))
                      .element("ETag", "\"" + copy.etag() + "\"");
                  ChecksumHeaders.element(root, copy.checksum())
                      .element("ChecksumType", copy.checksum().type());
                }));
    Versions.answer(response, bucket, version);
    return CopySource.answer(response, request, buckets);
  }

  private static ObjectMetadata metadata(
      S3Request request, ObjectMetadata source, boolean replace) {
    Map<String, String> tags =
        replaces(request, "x-amz-tagging-directive")
            ? MetadataHeaders.tags(request)
            : source.tags();
    ObjectMetadata base = replace ? MetadataHeaders.read(request) : source;
    return base.withTags(tags).withStorageClass(MetadataHeaders.storageClass(request));
  }

  private static boolean replaces(S3Request request, String header) {
    String directive = request.header(header);
    return switch (directive) {
      case null -> false;
      case "COPY" -> false;
      case "REPLACE" -> true;
      default ->
          throw S3Error.INVALID_ARGUMENT.exception(
              "Unknown value of %s: %s".formatted(header, directive));
    };
  }

  private static void refuseCopyOntoItself(S3Request request, boolean replace) {
    if (!replace
        && CopySource.versionId(request) == null
        && CopySource.address(request).equals(request.address())
        && CHANGES.stream().allMatch(header -> request.header(header) == null)) {
      throw S3Error.INVALID_REQUEST.exception(
          "This copy request is illegal because it is trying to copy an object to itself without"
              + " changing the object's metadata, storage class, website redirect location or"
              + " encryption attributes.");
    }
  }

  private static Checksum checksum(S3Object source, @Nullable ChecksumAlgorithm requested) {
    Checksum present = source.checksum();
    ChecksumAlgorithm algorithm = requested == null ? present.algorithm() : requested;
    return algorithm == present.algorithm() && present.type() == ChecksumType.FULL_OBJECT
        ? present
        : algorithm.of(source.bytes());
  }

  private static String md5(S3Object source) {
    return HexFormat.of().formatHex(Digest.md5().over(source.bytes()).value());
  }
}
