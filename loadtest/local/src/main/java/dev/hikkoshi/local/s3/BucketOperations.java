package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.Bucket;
import dev.hikkoshi.local.s3.store.BucketStore;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/// Making, finding and removing buckets.
final class BucketOperations {
  private static final String DEFAULT_REGION = "us-east-1";

  private final BucketStore buckets;
  private final Clock clock;

  BucketOperations(BucketStore buckets, Clock clock) {
    this.buckets = buckets;
    this.clock = clock;
  }

  S3Response create(S3Request request) throws IOException {
    Acl.refuseUnlessOwner(request);
    byte[] body = ReceivedBody.document(request);
    String region = DEFAULT_REGION;
    if (body.length > 0) {
      String named = XmlElement.parse(body, "CreateBucketConfiguration").find("LocationConstraint");
      region = named == null || named.isEmpty() ? DEFAULT_REGION : named;
    }
    Bucket bucket = buckets.create(request.bucket(), region, clock.instant());
    return S3Response.status(200).header("Location", "/" + bucket.name());
  }

  S3Response head(S3Request request) {
    Bucket bucket = buckets.get(request.bucket());
    return S3Response.status(200).header("x-amz-bucket-region", bucket.region());
  }

  S3Response delete(S3Request request) {
    buckets.delete(request.bucket());
    return S3Response.status(204);
  }

  S3Response location(S3Request request) {
    String region = buckets.get(request.bucket()).region();
    return S3Response.xml(
        Xml.document(
            "LocationConstraint", root -> root.text(region.equals(DEFAULT_REGION) ? "" : region)));
  }

  /// ListBuckets, in pages when `max-buckets` asks for them.
  S3Response list(S3Request request) {
    int limit = request.parameter("max-buckets", 10_000, 1, 10_000);
    String prefix = request.parameter("prefix", "");
    String after = request.parameter("continuation-token", "");
    var found =
        buckets.all().stream()
            .filter(
                bucket -> bucket.name().startsWith(prefix) && bucket.name().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    var page = found.subList(0, Math.min(limit, found.size()));
    @Nullable String next = found.size() > limit ? page.getLast().name() : null;
    return S3Response.xml(
        Xml.document(
            "ListAllMyBucketsResult",
            root -> {
              Owner.element(root, "Owner");
              root.element("Buckets", list -> page.forEach(bucket -> entry(list, bucket)));
              root.element("Prefix", prefix.isEmpty() ? null : prefix);
              root.element("ContinuationToken", next);
            }));
  }

  private static void entry(Xml list, Bucket bucket) {
    list.element(
        "Bucket",
        entry ->
            entry
                .element("Name", bucket.name())
                .element("CreationDate", Dates.xml(bucket.created()))
                .element("BucketRegion", bucket.region()));
  }
}
