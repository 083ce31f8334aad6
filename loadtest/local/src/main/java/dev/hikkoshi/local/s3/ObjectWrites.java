package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.Bucket;
import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.ChecksumAlgorithm;
import dev.hikkoshi.local.s3.store.ObjectMetadata;
import dev.hikkoshi.local.s3.store.ObjectVersion;
import dev.hikkoshi.local.s3.store.S3Error;
import dev.hikkoshi.local.s3.store.S3Exception;
import dev.hikkoshi.local.s3.store.S3Object;
import dev.hikkoshi.local.s3.store.WriteCondition;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// PutObject, DeleteObject and DeleteObjects.
final class ObjectWrites {
  private static final int MAX_DELETES = 1000;

  private final BucketStore buckets;
  private final BucketLimits limits;
  private final Clock clock;

  ObjectWrites(BucketStore buckets, BucketLimits limits, Clock clock) {
    this.buckets = buckets;
    this.limits = limits;
    this.clock = clock;
  }

  S3Response put(S3Request request) throws IOException {
    Acl.refuseUnlessOwner(request);
    Bucket bucket = buckets.get(request.bucket());
    WriteCondition condition = Conditions.ofWrite(request);
    ObjectMetadata metadata = MetadataHeaders.read(request);
    ReceivedBody body = ReceivedBody.read(request, ChecksumAlgorithm.CRC64NVME);
    String version =
        bucket.put(
            new S3Object(
                request.key(),
                body.bytes(),
                body.etag(),
                clock.instant(),
                metadata,
                body.checksum(),
                List.of()),
            condition);
    S3Response response = S3Response.status(200).header("ETag", "\"" + body.etag() + "\"");
    Versions.answer(response, bucket, version);
    return ChecksumHeaders.answer(response, body.checksum());
  }

  S3Response delete(S3Request request) {
    Deleted deleted =
        delete(
            buckets.get(request.bucket()),
            request.key(),
            request.parameter("versionId"),
            Conditions.ofWrite(request));
    return S3Response.status(204)
        .header("x-amz-version-id", deleted.removed == null ? deleted.marker : deleted.removed)
        .header("x-amz-delete-marker", deleted.isMarker ? "true" : null);
  }

  private Deleted delete(
      Bucket bucket, String key, @Nullable String version, WriteCondition condition) {
    if (version == null) {
      String marker =
          bucket.delete(key, condition, clock.instant()).map(ObjectVersion::id).orElse(null);
      return new Deleted(key, null, marker, marker != null);
    }
    boolean isMarker =
        bucket.deleteVersion(key, version).map(ObjectVersion::isDeleteMarker).orElse(false);
    return new Deleted(key, version, isMarker ? version : null, isMarker);
  }

  /// DeleteObjects: each key succeeds or fails alone.
  S3Response deleteMany(S3Request request) throws IOException {
    Bucket bucket = buckets.get(request.bucket());
    if (request.header("Content-MD5") == null && ChecksumHeaders.declared(request).isEmpty()) {
      throw S3Error.INVALID_REQUEST.exception(
          "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
    }
    XmlElement document = XmlElement.parse(ReceivedBody.document(request), "Delete");
    List<XmlElement> objects = document.all("Object");
    if (objects.isEmpty() || objects.size() > MAX_DELETES) {
      throw S3Error.MALFORMED_XML.exception();
    }
    boolean quiet = "true".equals(document.find("Quiet"));
    List<Deleted> deleted = new ArrayList<>();
    List<Refusal> refused = new ArrayList<>();
    for (XmlElement object : objects) {
      String key = object.require("Key");
      try {
        limits.take(request.bucket(), key);
        deleted.add(delete(bucket, key, object.find("VersionId"), condition(object)));
      } catch (S3Exception e) {
        refused.add(new Refusal(key, e));
      }
    }
    return S3Response.xml(
        Xml.document(
            "DeleteResult",
            root -> {
              if (!quiet) {
                deleted.forEach(each -> each.write(root));
              }
              refused.forEach(refusal -> refusal.write(root));
            }));
  }

  private static WriteCondition condition(XmlElement object) {
    for (XmlElement child : object.children()) {
      switch (child.name()) {
        case "Key", "ETag", "VersionId" -> {}
        default ->
            throw S3Error.NOT_IMPLEMENTED.exception(
                "%s in DeleteObjects is not implemented".formatted(child.name()));
      }
    }
    String etag = object.find("ETag");
    return etag == null
        ? new WriteCondition.Always()
        : new WriteCondition.IfMatch(Conditions.unquoted(etag));
  }

  /// @param removed the version that was asked to be removed for good; null if none was named
  /// @param marker the delete marker that was made or removed
  private record Deleted(
      String key, @Nullable String removed, @Nullable String marker, boolean isMarker) {
    void write(Xml root) {
      root.element(
          "Deleted",
          each ->
              each.element("Key", key)
                  .element("VersionId", removed)
                  .element("DeleteMarker", isMarker ? true : null)
                  .element("DeleteMarkerVersionId", marker));
    }
  }

  private record Refusal(String key, S3Exception reason) {
    void write(Xml root) {
      root.element(
          "Error",
          error ->
              error
                  .element("Key", key)
                  .element("Code", reason.error().code())
                  .element("Message", reason.text()));
    }
  }
}
