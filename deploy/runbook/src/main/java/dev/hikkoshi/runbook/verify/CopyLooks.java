package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.common.time.SideBySide;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.worker.copy.CopyCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Looks by HEAD at objects and their copies, of which listing and inventory say different things.
/// Thread-safe.
final class CopyLooks {
  /// How many looks are worth going side by side.
  static final int AT_ONCE = 64;

  private final S3Client s3;
  private final String from;
  private final String to;
  private final Time time;

  /// @param s3 what reads objects of both buckets
  /// @param from the source bucket
  /// @param to the destination bucket
  CopyLooks(S3Client s3, String from, String to, Time time) {
    this.s3 = s3;
    this.from = from;
    this.to = to;
    this.time = time;
  }

  /// An object and its copy.
  ///
  /// @param object as the source has it, under its key there
  /// @param version whether that version of it is meant, or the current one
  /// @param toKey the copy's key
  /// @param toVersion the copy's version; null for the current one
  record Pair(InventoryObject object, boolean version, String toKey, @Nullable String toVersion) {}

  /// Looks at all of them.
  ///
  /// @return for each, nothing if there is no copy
  List<Optional<CopyCheck>> at(List<Pair> pairs) throws InterruptedException {
    try {
      return SideBySide.run(
          time,
          "head",
          pairs.stream().<Callable<Optional<CopyCheck>>>map(pair -> () -> look(pair)).toList());
    } catch (ExecutionException e) {
      throw new UncheckedIOException(
          new IOException("an object cannot be looked at: " + e.getCause(), e.getCause()));
    }
  }

  private Optional<CopyCheck> look(Pair pair) {
    InventoryObject object = pair.object;
    Optional<HeadObjectResponse> copy = head(to, pair.toKey, pair.toVersion);
    if (copy.isEmpty()) {
      return Optional.empty();
    }
    if (object.size() != InventoryObject.UNKNOWN_SIZE
        && object.size() != copy.get().contentLength()) {
      return Optional.of(CopyCheck.DIFFERENT);
    }
    Optional<HeadObjectResponse> now =
        head(from, object.key(), pair.version ? object.versionId() : null)
            .filter(head -> isAsRead(object, head));
    // What the source was is known by its ETag alone, which the copy's need not be like.
    return Optional.of(now.map(head -> CopyCheck.of(head, copy.get())).orElse(CopyCheck.SAME_SIZE));
  }

  private static boolean isAsRead(InventoryObject object, HeadObjectResponse head) {
    String etag = object.etag();
    return etag == null || head.eTag().replace("\"", "").equals(etag);
  }

  private Optional<HeadObjectResponse> head(String bucket, String key, @Nullable String version) {
    try {
      return Optional.of(
          s3.headObject(r ->
              r.bucket(bucket).key(key).versionId(version).checksumMode(ChecksumMode.ENABLED)));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }
}
