package dev.hikkoshi.common.objects;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One object of a bucket, or one version of it, as an inventory or a listing describes it. What
/// was not recorded is null.
///
/// @param key exactly as S3 keeps it, decoded
/// @param versionId of a bucket with versions; `null` (the text) for an object from before them
/// @param latest whether it is what a read without a version id sees
/// @param deleteMarker whether it says that the object was deleted; then there is no size nor ETag
/// @param size in bytes; [#UNKNOWN_SIZE] if not recorded
/// @param lastModified when it was written; for one in parts, when its upload began
/// @param etag without quotes
/// @param storageClass as S3 names it, such as `STANDARD_IA`
/// @param multipart whether it was uploaded in parts
/// @param encryption such as `SSE-S3`, `SSE-KMS`, `SSE-C` or `NOT-SSE`
/// @param checksumAlgorithm such as `CRC64NVME`
/// @param owner the canonical user id of its owner
public record InventoryObject(
    String key,
    @Nullable String versionId,
    boolean latest,
    boolean deleteMarker,
    long size,
    @Nullable Instant lastModified,
    @Nullable String etag,
    @Nullable String storageClass,
    @Nullable Boolean multipart,
    @Nullable String encryption,
    @Nullable String checksumAlgorithm,
    @Nullable String owner) {
  /// The size of a delete marker, and of an object of an inventory without sizes.
  public static final long UNKNOWN_SIZE = -1;

  /// The same under another key.
  public InventoryObject withKey(String other) {
    return new InventoryObject(
        other,
        versionId,
        latest,
        deleteMarker,
        size,
        lastModified,
        etag,
        storageClass,
        multipart,
        encryption,
        checksumAlgorithm,
        owner);
  }

  /// The same without the time of its writing.
  public InventoryObject withoutTime() {
    return new InventoryObject(
        key,
        versionId,
        latest,
        deleteMarker,
        size,
        null,
        etag,
        storageClass,
        multipart,
        encryption,
        checksumAlgorithm,
        owner);
  }

  /// Whether a read without a version id finds it.
  public boolean isCurrent() {
    return latest && !deleteMarker;
  }
}
