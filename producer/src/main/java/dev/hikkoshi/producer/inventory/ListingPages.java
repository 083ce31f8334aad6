package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.aws.VersionOrder;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.common.objects.KeyRange;
import dev.hikkoshi.common.objects.Utf8Order;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The pages of a listing of one range, one request each. For one thread at a time.
final class ListingPages {
  private final S3Client s3;
  private final String bucket;
  private final KeyRange range;
  private final boolean versions;
  private @Nullable String next;
  private @Nullable String nextVersion;
  private boolean started;
  private boolean ended;

  ListingPages(S3Client s3, String bucket, KeyRange range, boolean versions) {
    this.s3 = s3;
    this.bucket = bucket;
    this.range = range;
    this.versions = versions;
    this.next = versions ? range.after() : null;
  }

  /// The next page; empty at the end, never before.
  List<InventoryObject> next() {
    while (!ended) {
      List<InventoryObject> page = within(versions ? versions() : objects());
      if (!page.isEmpty()) {
        return page;
      }
    }
    return List.of();
  }

  private List<InventoryObject> within(List<InventoryObject> page) {
    String upTo = range.upTo();
    if (upTo == null
        || page.isEmpty()
        || Utf8Order.INSTANCE.compare(page.getLast().key(), upTo) <= 0) {
      return page;
    }
    ended = true;
    return page.stream()
        .filter(object -> Utf8Order.INSTANCE.compare(object.key(), upTo) <= 0)
        .toList();
  }

  private List<InventoryObject> objects() {
    ListObjectsV2Response page =
        s3.listObjectsV2(r ->
            r.bucket(bucket)
                .prefix(range.prefix())
                .startAfter(started ? null : range.after())
                .continuationToken(next));
    started = true;
    next = page.nextContinuationToken();
    ended = next == null;
    return page.contents().stream().map(ListingPages::object).toList();
  }

  private List<InventoryObject> versions() {
    ListObjectVersionsResponse page =
        s3.listObjectVersions(r ->
            r.bucket(bucket).prefix(range.prefix()).keyMarker(next).versionIdMarker(nextVersion));
    next = page.nextKeyMarker();
    nextVersion = page.nextVersionIdMarker();
    ended = !page.isTruncated();
    return VersionOrder.of(page);
  }

  private static InventoryObject object(S3Object listed) {
    return new InventoryObject(
        listed.key(),
        null,
        true,
        false,
        listed.size(),
        listed.lastModified(),
        bare(listed.eTag()),
        listed.storageClassAsString(),
        isMultipart(listed.eTag()),
        null,
        first(listed.checksumAlgorithm()),
        null);
  }

  private static String bare(String etag) {
    return etag.replace("\"", "");
  }

  /// The ETag of an upload in parts ends with their number.
  private static boolean isMultipart(String etag) {
    return etag.indexOf('-') >= 0;
  }

  private static @Nullable String first(List<ChecksumAlgorithm> algorithms) {
    return algorithms.isEmpty() ? null : algorithms.getFirst().toString();
  }
}
