package dev.hikkoshi.common.objects;

import org.jspecify.annotations.Nullable;

/// How objects are copied. What is not said is kept as the source has it.
///
/// @param storageClass the class of all copies; null keeps each object's own
/// @param kmsKey the key id or ARN that encrypts the copies (SSE-KMS); null leaves encryption to
///   the destination bucket's default
/// @param ownerFullControl whether copies carry the ACL `bucket-owner-full-control`, for a bucket
///   that is not the worker's account's and has ACLs
/// @param multipartThreshold the largest object copied by one request, 5 MiB to 5 GiB
/// @param partSize how large parts are where the source's own are not known, 5 MiB to 5 GiB; larger
///   where 10,000 of them would not do
public record CopySettings(
    @Nullable String storageClass,
    @Nullable String kmsKey,
    boolean ownerFullControl,
    long multipartThreshold,
    long partSize) {
  /// The smallest part but the last, and the least that a threshold makes sense for.
  public static final long MIN_PART = 5L << 20;

  /// The largest part, and the largest object that CopyObject takes.
  public static final long MAX_PART = 5L << 30;

  /// Everything is kept; parts of 256 MiB: few enough to be cheap, small enough to go side by side.
  public static final CopySettings STANDARD =
      new CopySettings(null, null, false, MAX_PART, 256L << 20);

  public CopySettings {
    requireSize("multipartThreshold", multipartThreshold);
    requireSize("partSize", partSize);
  }

  private static void requireSize(String name, long size) {
    if (size < MIN_PART || size > MAX_PART) {
      throw new IllegalArgumentException(
          name + " is " + size + ", allowed are " + MIN_PART + " to " + MAX_PART + " bytes");
    }
  }
}
