package dev.hikkoshi.runbook.verify;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.common.time.SideBySide;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.producer.inventory.InventoryDelta;
import dev.hikkoshi.producer.objects.ObjectSource;
import dev.hikkoshi.runbook.verify.Difference.Kind;
import dev.hikkoshi.worker.copy.CopyCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Names the keys in which a bucket and its source differ. Where listing and inventory say
/// different things of an object that both have, both are asked for by HEAD, many at a time. For
/// one thread.
final class ObjectDifferences implements InventoryDelta.Changes {
  private static final int AT_ONCE = 64;

  private final S3Client s3;
  private final ObjectSource source;
  private final VerifyMode mode;
  private final Time time;
  private final Consumer<Difference> differences;
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final List<InventoryObject> doubtful = new ArrayList<>();
  private long bySize;

  /// @param s3 what reads objects of both buckets
  ObjectDifferences(
      S3Client s3,
      ObjectSource source,
      VerifyMode mode,
      Time time,
      Consumer<Difference> differences) {
    this.s3 = s3;
    this.source = source;
    this.mode = mode;
    this.time = time;
    this.differences = differences;
  }

  @Override
  public void added(InventoryObject object) {
    tell(Kind.MISSING, object.key());
  }

  @Override
  public void changed(InventoryObject object) throws InterruptedException {
    doubtful.add(object);
    if (doubtful.size() == AT_ONCE) {
      finish();
    }
  }

  @Override
  public void removed(String key) {
    if (mode == VerifyMode.ALL) {
      extra(key);
    }
  }

  /// Tells a key that only the destination has and should not have.
  void extra(String key) {
    tell(Kind.EXTRA, key);
  }

  /// Looks at what is still in doubt.
  void finish() throws InterruptedException {
    List<Callable<Optional<CopyCheck>>> looks =
        doubtful.stream().<Callable<Optional<CopyCheck>>>map(object -> () -> look(object)).toList();
    try {
      List<Optional<CopyCheck>> found = SideBySide.run(time, "head", looks);
      for (int i = 0; i < found.size(); i++) {
        String key = doubtful.get(i).key();
        found
            .get(i)
            .ifPresentOrElse(
                check -> {
                  switch (check) {
                    case SAME -> {}
                    case SAME_SIZE -> bySize++;
                    case DIFFERENT -> tell(Kind.DIFFERENT, key);
                  }
                },
                () -> tell(Kind.MISSING, key));
      }
    } catch (ExecutionException e) {
      throw new UncheckedIOException(
          new IOException("an object cannot be looked at: " + e.getCause(), e.getCause()));
    }
    doubtful.clear();
  }

  /// @param object as the source has it, under its key at the destination
  /// @return nothing if it is not there
  private Optional<CopyCheck> look(InventoryObject object) {
    Optional<HeadObjectResponse> copy = head(source.destination().bucket(), object.key());
    if (copy.isEmpty()) {
      return Optional.empty();
    }
    if (object.size() != InventoryObject.UNKNOWN_SIZE
        && object.size() != copy.get().contentLength()) {
      return Optional.of(CopyCheck.DIFFERENT);
    }
    Optional<HeadObjectResponse> now =
        head(source.destination().sourceBucket(), source.fromKey(object.key()))
            .filter(head -> isAsRead(object, head));
    // What the source was is known by its ETag alone, which the copy's need not be like.
    return Optional.of(now.map(head -> CopyCheck.of(head, copy.get())).orElse(CopyCheck.SAME_SIZE));
  }

  private static boolean isAsRead(InventoryObject object, HeadObjectResponse head) {
    String etag = object.etag();
    return etag == null || head.eTag().replace("\"", "").equals(etag);
  }

  private Optional<HeadObjectResponse> head(String bucket, String key) {
    try {
      return Optional.of(
          s3.headObject(r -> r.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED)));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  private void tell(Kind kind, String key) {
    counts.merge(kind, 1L, Long::sum);
    differences.accept(new Difference(kind, TextNode.valueOf(key).toString(), SourceLine.NONE));
  }

  long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /// Objects of which nothing but the size could be compared.
  long bySize() {
    return bySize;
  }
}
