package dev.hikkoshi.worker.copy;

import static dev.hikkoshi.worker.copy.SourceObject.mayBeMd5;
import static dev.hikkoshi.worker.copy.SourceObject.unquoted;

import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.ObjectToCopy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/// Copies objects of one unit: by one request up to the threshold, in parts above. Thread-safe.
///
/// Kept are metadata, content headers, tags, checksum and storage class. A request of CopyObject
/// keeps all but the storage class by itself, so an object whose size, ETag and class were planned
/// costs one request.
final class ObjectCopy {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectCopy.class);

  private final CopyObjects work;
  private final CopySettings settings;
  private final UnitRequests requests;
  private final SourceObject sources;
  private final MultipartCopy multipart;

  ObjectCopy(
      CopyObjects work, CopySettings settings, UnitRequests requests, MultipartCopy multipart) {
    this.work = work;
    this.settings = settings;
    this.requests = requests;
    this.sources = new SourceObject(work.from(), requests);
    this.multipart = multipart;
  }

  /// Copies one object.
  ///
  /// @param expected what has to be at the destination
  ObjectEnd copy(ObjectToCopy object, Expected expected) throws InterruptedException {
    try {
      if (object.size() > settings.multipartThreshold()) {
        return multipart.copy(object, sources.head(object), expected);
      }
      if (isKnown(object)) {
        return whole(object, object.etag(), object.storageClass(), expected);
      }
      HeadObjectResponse head = sources.head(object);
      return head.contentLength() > settings.multipartThreshold()
          ? multipart.copy(object, head, expected)
          : whole(object, unquoted(head.eTag()), head.storageClassAsString(), expected);
    } catch (RefusedException e) {
      ObjectEnd end = ObjectEnd.of(expected.isAnything() ? e.failure() : whose(object, e));
      if (end instanceof ObjectEnd.Dead && !isSmall(object)) {
        abandon(object);
      }
      return end;
    }
  }

  /// What was refused under a condition: the source is not what was planned, or the destination not
  /// what was expected; then the next attempt looks at it anew.
  private S3Failure whose(ObjectToCopy object, RefusedException e) throws InterruptedException {
    S3Failure failure = e.failure();
    if (failure.kind() != S3Failure.Kind.CHANGED && failure.kind() != S3Failure.Kind.GONE) {
      return failure;
    }
    try {
      sources.head(object);
      return failure.as(S3Failure.Kind.TRANSIENT);
    } catch (RefusedException ofSource) {
      return ofSource.failure();
    }
  }

  private boolean isSmall(ObjectToCopy object) {
    return object.size() != ObjectToCopy.UNKNOWN_SIZE
        && object.size() <= settings.multipartThreshold();
  }

  private void abandon(ObjectToCopy object) throws InterruptedException {
    try {
      multipart.abandon(object);
    } catch (RefusedException e) {
      LOG.warn(
          "An upload of {} stays open until the migration ends: {}",
          object.toKey(),
          e.getMessage());
    }
  }

  private boolean isKnown(ObjectToCopy object) {
    return object.size() != ObjectToCopy.UNKNOWN_SIZE
        && object.etag() != null
        && (object.storageClass() != null || settings.storageClass() != null);
  }

  private ObjectEnd whole(
      ObjectToCopy object, @Nullable String etag, @Nullable String storageClass, Expected expected)
      throws RefusedException, InterruptedException {
    CopyRequest request =
        new CopyRequest(
            work.from(),
            work.to(),
            object,
            etag,
            settings.storageClass() == null ? storageClass : settings.storageClass(),
            expected,
            settings);
    CopyRequest.Copied copied =
        requests.write(
            object.toKey(), expected, (s3, signed) -> request.send(s3, requests.raw(), signed));
    String result = unquoted(copied.etag());
    if (!mayBeMd5(etag) || !mayBeMd5(result) || result.equals(etag)) {
      return new ObjectEnd.Done(result);
    }
    // Different bytes, unless one of the two is encrypted so that its ETag says nothing of them.
    return SourceObject.hidesMd5(copied.encryption()) || SourceObject.hidesMd5(sources.head(object))
        ? new ObjectEnd.Done(result)
        : new ObjectEnd.Dead("the copy's ETag is " + result + ", the source's " + etag);
  }

  static @Nullable ServerSideEncryption encryption(CopySettings settings) {
    return settings.kmsKey() == null ? null : ServerSideEncryption.AWS_KMS;
  }

  static @Nullable ObjectCannedACL acl(CopySettings settings) {
    return settings.ownerFullControl() ? ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL : null;
  }
}
