package dev.hikkoshi.local.s3.store;

import dev.hikkoshi.common.objects.Utf8Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The objects, their versions and the open uploads of one bucket. Every write is atomic with its
/// condition. Thread-safe.
public final class Bucket {
  private final String name;
  private final String region;
  private final Instant created;
  private final ConcurrentSkipListMap<String, History> objects =
      new ConcurrentSkipListMap<>(Utf8Order.INSTANCE);
  private final ConcurrentSkipListMap<String, MultipartUpload> uploads =
      new ConcurrentSkipListMap<>();

  private final AtomicLong lastId = new AtomicLong();
  private volatile Versioning versioning = Versioning.OFF;

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

  public Versioning versioning() {
    return versioning;
  }

  /// @param state ENABLED or SUSPENDED: a bucket that kept versions once is never OFF again
  public void setVersioning(Versioning state) {
    versioning = state;
  }

  /// What a read finds.
  ///
  /// @param id of a version; null for the current one
  public ObjectVersion get(String key, @Nullable String id) {
    History history = objects.get(key);
    if (id == null) {
      if (history == null || history.latest().isDeleteMarker()) {
        throw S3Error.NO_SUCH_KEY.exception();
      }
      return history.latest();
    }
    ObjectVersion version = find(history, id);
    if (version.isDeleteMarker()) {
      throw S3Error.METHOD_NOT_ALLOWED.exception();
    }
    return version;
  }

  private static ObjectVersion find(@Nullable History history, String id) {
    return Optional.ofNullable(history)
        .flatMap(each -> each.find(id))
        .orElseThrow(S3Error.NO_SUCH_VERSION::exception);
  }

  /// @return the id of the version it became
  public String put(S3Object object, WriteCondition condition) {
    ObjectVersion version = ObjectVersion.of(newId(), object);
    objects.compute(
        object.key(),
        (_, history) -> {
          condition.check(History.current(history));
          return History.with(history, version);
        });
    return version.id();
  }

  /// Replaces the tags of a version and nothing else of it.
  ///
  /// @param id null for the current one
  /// @return the id of that version
  public String tag(String key, @Nullable String id, Map<String, String> tags) {
    String found = get(key, id).id();
    objects.computeIfPresent(
        key,
        (_, history) -> {
          S3Object object = find(history, found).object();
          return object == null
              ? history
              : history.withObject(found, object.withMetadata(object.metadata().withTags(tags)));
        });
    return found;
  }

  /// Deleting what is not there succeeds, unless a condition wants it there. Where versions are
  /// kept, it leaves a delete marker.
  ///
  /// @return the delete marker, if there is one now
  public Optional<ObjectVersion> delete(String key, WriteCondition condition, Instant now) {
    ObjectVersion marker = new ObjectVersion(key, newId(), null, now);
    boolean keeps = versioning != Versioning.OFF;
    objects.compute(
        key,
        (_, history) -> {
          condition.check(History.current(history));
          return keeps
              ? History.with(history, marker)
              : History.without(history, ObjectVersion.NULL);
        });
    return keeps ? Optional.of(marker) : Optional.empty();
  }

  /// Removes one version for good. Removing what is not there succeeds.
  ///
  /// @return the version that was removed
  public Optional<ObjectVersion> deleteVersion(String key, String id) {
    Optional<ObjectVersion> version =
        Optional.ofNullable(objects.get(key)).flatMap(history -> history.find(id));
    objects.computeIfPresent(key, (_, history) -> History.without(history, id));
    return version;
  }

  private String newId() {
    return versioning == Versioning.ENABLED
        ? "v%031d".formatted(lastId.incrementAndGet())
        : ObjectVersion.NULL;
  }

  public KeyPage<S3Object> list(KeyPage.Query query) {
    KeyPage<History> page =
        KeyPage.of(objects, query, history -> !history.latest().isDeleteMarker());
    List<S3Object> current = new ArrayList<>();
    for (History history : page.entries()) {
      S3Object object = History.current(history);
      if (object != null) {
        current.add(object);
      }
    }
    return new KeyPage<>(current, page.commonPrefixes(), page.next());
  }

  /// @param idAfter if not null, versions of the key `query.after()` older than this one come too
  public VersionPage listVersions(KeyPage.Query query, @Nullable String idAfter) {
    return VersionPage.of(objects, query, idAfter);
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
