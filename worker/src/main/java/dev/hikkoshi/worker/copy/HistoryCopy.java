package dev.hikkoshi.worker.copy;

import dev.hikkoshi.common.aws.VersionOrder;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.common.unit.CopyVersions;
import dev.hikkoshi.common.unit.ObjectHistory;
import dev.hikkoshi.common.unit.ObjectToCopy;
import dev.hikkoshi.common.unit.VersionToCopy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/// Brings the versions of one object to the destination, the oldest first, one after the other.
///
/// What is there already is listed and has to be the first of them; the rest is added. So doing it
/// again adds nothing. For one thread.
final class HistoryCopy {
  private final CopyVersions work;
  private final ObjectHistory object;
  private final UnitRequests requests;
  private final IntFunction<Optional<String>> dead;
  private final Ends ends;
  private final IntFunction<ObjectCopy> copies;
  private final SourceObject sources;
  private final SourceObject destination;

  /// Takes what became of each version.
  @FunctionalInterface
  interface Ends {
    /// @return whether it makes sense to go on with others
    boolean put(int index, ObjectEnd end);
  }

  /// @param dead why a version was found to be dead before, if it was
  /// @param copies what copies a version
  HistoryCopy(
      CopyVersions work,
      ObjectHistory object,
      UnitRequests requests,
      IntFunction<Optional<String>> dead,
      Ends ends,
      IntFunction<ObjectCopy> copies) {
    this.work = work;
    this.object = object;
    this.requests = requests;
    this.dead = dead;
    this.ends = ends;
    this.copies = copies;
    this.sources = new SourceObject(work.from(), requests);
    this.destination = new SourceObject(work.to(), requests);
  }

  /// Copies what it can, up to a version that is neither copied nor dead.
  ///
  /// @return whether it makes sense to go on with other objects
  boolean copy() throws InterruptedException {
    var wanted = new ArrayList<Integer>();
    for (int index = 0; index < object.versions().size(); index++) {
      Optional<String> reason = dead.apply(index);
      if (reason.isPresent()) {
        ends.put(index, new ObjectEnd.Dead(reason.get()));
      } else {
        wanted.add(index);
      }
    }
    List<InventoryObject> there;
    try {
      there = there();
      if (!areFirst(there, wanted)) {
        return stopped(wanted);
      }
    } catch (RefusedException e) {
      return wanted.isEmpty() || ends.put(wanted.getFirst(), left(e.failure()));
    }
    wanted.subList(0, there.size()).forEach(index -> ends.put(index, new ObjectEnd.There()));
    Expected expected = there.isEmpty() ? Expected.NOTHING : expected(there.getLast());
    for (int index : wanted.subList(there.size(), wanted.size())) {
      ObjectEnd end = next(index, expected);
      boolean goOn = ends.put(index, end);
      if (end instanceof ObjectEnd.Left) {
        return goOn;
      }
      if (end instanceof ObjectEnd.Done done) {
        expected = done.etag().isEmpty() ? Expected.NOTHING : Expected.object(done.etag());
      }
    }
    return true;
  }

  /// Nothing may be added to a history that is another one.
  private boolean stopped(List<Integer> wanted) {
    wanted.forEach(index ->
        ends.put(
            index,
            new ObjectEnd.Dead("the destination holds other versions under " + object.toKey())));
    return true;
  }

  private static Expected expected(InventoryObject last) {
    String etag = last.etag();
    return etag == null ? Expected.NOTHING : Expected.object(etag);
  }

  private ObjectEnd next(int index, Expected expected) throws InterruptedException {
    return object.versions().get(index).deleteMarker()
        ? marker(expected)
        : copies.apply(index).copy(object.object(index), expected);
  }

  private ObjectEnd marker(Expected expected) throws InterruptedException {
    try {
      requests.sendOnce(
          object.toKey(),
          (s3, signed) ->
              s3.deleteObject(r ->
                  r.bucket(work.to())
                      .key(object.toKey())
                      .ifMatch(expected.ifMatch())
                      .overrideConfiguration(signed)));
      return new ObjectEnd.Done("");
    } catch (RefusedException e) {
      return left(e.failure());
    }
  }

  /// Where the destination is not what was listed, the next attempt lists it anew.
  private static ObjectEnd left(S3Failure failure) {
    return switch (failure.kind()) {
      case CHANGED, GONE -> new ObjectEnd.Left(failure.as(S3Failure.Kind.TRANSIENT));
      default -> ObjectEnd.of(failure);
    };
  }

  /// What is at the destination, the oldest first.
  private List<InventoryObject> there() throws RefusedException, InterruptedException {
    var there = new ArrayList<InventoryObject>();
    @Nullable String key = null;
    @Nullable String version = null;
    do {
      ListObjectVersionsResponse page = page(key, version);
      for (InventoryObject each : VersionOrder.of(page)) {
        // Keys that begin with this one come after it.
        if (!each.key().equals(object.toKey())) {
          return there.reversed();
        }
        there.add(each);
      }
      key = page.isTruncated() ? page.nextKeyMarker() : null;
      version = page.nextVersionIdMarker();
    } while (key != null);
    return there.reversed();
  }

  private ListObjectVersionsResponse page(@Nullable String key, @Nullable String version)
      throws RefusedException, InterruptedException {
    return requests.send(
        object.toKey(),
        (s3, signed) ->
            s3.listObjectVersions(r ->
                r.bucket(work.to())
                    .prefix(object.toKey())
                    .keyMarker(key)
                    .versionIdMarker(version)
                    .overrideConfiguration(signed)));
  }

  private boolean areFirst(List<InventoryObject> there, List<Integer> wanted)
      throws RefusedException, InterruptedException {
    if (there.size() > wanted.size()) {
      return false;
    }
    for (int i = 0; i < there.size(); i++) {
      if (!isCopy(there.get(i), wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isCopy(InventoryObject copy, int index)
      throws RefusedException, InterruptedException {
    VersionToCopy version = object.versions().get(index);
    if (version.deleteMarker() || copy.deleteMarker()) {
      return version.deleteMarker() && copy.deleteMarker();
    }
    if (version.size() != ObjectToCopy.UNKNOWN_SIZE && version.size() != copy.size()) {
      return false;
    }
    return (version.etag() != null && version.etag().equals(copy.etag()))
        || isCopyAsFarAsIsKnown(copy, index);
  }

  /// Their ETags differ, as those of copies in parts or under another encryption do.
  private boolean isCopyAsFarAsIsKnown(InventoryObject copy, int index)
      throws RefusedException, InterruptedException {
    HeadObjectResponse there =
        destination.head(
            new ObjectToCopy(
                copy.key(), copy.size(), copy.etag(), copy.versionId(), copy.key(), null));
    try {
      return CopyCheck.of(sources.head(object.object(index)), there) != CopyCheck.DIFFERENT;
    } catch (RefusedException e) {
      if (ObjectEnd.of(e.failure()) instanceof ObjectEnd.Dead) {
        return true; // gone since it was copied
      }
      throw e;
    }
  }
}
