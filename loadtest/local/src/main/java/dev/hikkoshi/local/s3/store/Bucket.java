package dev.hikkoshi.local.s3.store;

import dev.hikkoshi.common.objects.Utf8Order;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The objects and open uploads of one bucket. Every write is atomic with its condition.
/// Thread-safe.
public final class Bucket {
  private final String name;
  private final String region;
  private final Instant created;
  private final ConcurrentSkipListMap<String, S3Object> objects =
      new ConcurrentSkipListMap<>(Utf8Order.INSTANCE);
  private final ConcurrentSkipListMap<String, MultipartUpload> uploads =
      new ConcurrentSkipListMap<>();

  Bucket(String name, String region, Instant created) {
    this.name = name;
    this.region = region;
    this.created = created;
  }

  public String name() {
    return name;
  }

  public String region() {
    return region;
  }

  public Instant created() {
    return created;
  }

  public Optional<S3Object> find(String key) {
    return Optional.ofNullable(objects.get(key));
  }

  public S3Object get(String key) {
    return find(key).orElseThrow(S3Error.NO_SUCH_KEY::exception);
  }

  public void put(S3Object object, WriteCondition condition) {
    objects.compute(
        object.key(),
        (_, present) -> {
          condition.check(present);
          return object;
        });
  }

  /// Replaces the tags of an object and nothing else of it.
  public void tag(String key, Map<String, String> tags) {
    S3Object tagged =
        objects.computeIfPresent(
            key, (_, present) -> present.withMetadata(present.metadata().withTags(tags)));
    if (tagged == null) {
      throw S3Error.NO_SUCH_KEY.exception();
    }
  }

  /// Deleting what is not there succeeds, unless a condition wants it there.
  public void delete(String key, WriteCondition condition) {
    objects.compute(
        key,
        (_, present) -> {
          condition.check(present);
          return null;
        });
  }

  public KeyPage<S3Object> list(KeyPage.Query query) {
    return KeyPage.of(objects, query);
  }

  public boolean isEmpty() {
    return objects.isEmpty();
  }

  public void open(MultipartUpload upload) {
    uploads.put(upload.start().id(), upload);
  }

  public MultipartUpload upload(String key, String id) {
    MultipartUpload upload = uploads.get(id);
    if (upload == null || !upload.start().key().equals(key)) {
      throw S3Error.NO_SUCH_UPLOAD.exception();
    }
    return upload;
  }

  /// Forgets an upload that was aborted or completed.
  public void close(MultipartUpload upload) {
    uploads.remove(upload.start().id());
  }

  /// Open uploads by key, those of one key in the order of their beginning.
  ///
  /// @param idAfter if not empty, uploads of the key `query.after()` later than this one come too
  public KeyPage<MultipartUpload> listUploads(KeyPage.Query query, String idAfter) {
    // A key may have several uploads: each is listed under its key, NUL and id, NUL being least.
    NavigableMap<String, MultipartUpload> byKey = new TreeMap<>(Utf8Order.INSTANCE);
    uploads.forEach((id, upload) -> byKey.put(upload.start().key() + '\0' + id, upload));
    String after = query.after();
    if (after != null) {
      byKey
          .values()
          .removeIf(upload ->
              upload.start().key().equals(after)
                  && (idAfter.isEmpty() || upload.start().id().compareTo(idAfter) <= 0));
    }
    KeyPage<MultipartUpload> page = KeyPage.of(byKey, query);
    String next = page.next();
    return next == null || page.commonPrefixes().contains(next)
        ? page
        : new KeyPage<>(
            page.entries(), page.commonPrefixes(), next.substring(0, next.lastIndexOf('\0')));
  }
}
