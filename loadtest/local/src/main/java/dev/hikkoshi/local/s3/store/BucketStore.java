package dev.hikkoshi.local.s3.store;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/// All buckets of the one account. Thread-safe.
public final class BucketStore {
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9](?:[a-z0-9-]|\\.(?!\\.)){1,61}[a-z0-9]");
  private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

  private final ConcurrentSkipListMap<String, Bucket> buckets = new ConcurrentSkipListMap<>();

  public Bucket create(String name, String region, Instant now) {
    if (!NAME.matcher(name).matches() || ADDRESS.matcher(name).matches()) {
      throw S3Error.INVALID_BUCKET_NAME.exception();
    }
    Bucket bucket = new Bucket(name, region, now);
    if (buckets.putIfAbsent(name, bucket) != null) {
      throw S3Error.BUCKET_ALREADY_OWNED_BY_YOU.exception();
    }
    return bucket;
  }

  public Bucket get(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw S3Error.NO_SUCH_BUCKET.exception();
    }
    return bucket;
  }

  public void delete(String name) {
    Bucket bucket = get(name);
    if (!bucket.isEmpty()) {
      throw S3Error.BUCKET_NOT_EMPTY.exception();
    }
    buckets.remove(name, bucket);
  }

  /// In the order of their names.
  public List<Bucket> all() {
    return List.copyOf(buckets.values());
  }
}
