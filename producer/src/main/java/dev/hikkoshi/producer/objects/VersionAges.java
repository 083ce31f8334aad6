package dev.hikkoshi.producer.objects;

import dev.hikkoshi.common.aws.VersionOrder;
import dev.hikkoshi.common.objects.InventoryObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;

/// Sorts the versions of a key by age. An inventory has their times, in whole seconds; which of two
/// of one second came first, only S3 knows, and is asked. Thread-safe.
public final class VersionAges {
  private static final Comparator<InventoryObject> AGE =
      Comparator.comparing(InventoryObject::latest).thenComparing(VersionAges::written);

  private final S3Client s3;
  private final String bucket;

  /// @param s3 what reads the bucket
  public VersionAges(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /// Sorts them.
  ///
  /// @param versions of one key, at least one
  /// @return the oldest first, each once
  /// @throws IllegalArgumentException if the time of one is not known, or S3 does not tell
  public List<InventoryObject> sorted(List<InventoryObject> versions) {
    Map<String, InventoryObject> each = new TreeMap<>();
    versions.forEach(version -> each.put(id(version), version));
    List<InventoryObject> sorted = new ArrayList<>(each.values());
    if (sorted.size() == 1) {
      return sorted;
    }
    sorted.sort(AGE);
    for (int i = 1; i < sorted.size(); i++) {
      if (AGE.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
        return asked(sorted);
      }
    }
    return sorted;
  }

  private static String id(InventoryObject version) {
    String id = version.versionId();
    return id == null ? "null" : id;
  }

  private static Instant written(InventoryObject version) {
    Instant written = version.lastModified();
    if (written == null) {
      throw new IllegalArgumentException(
          "its inventory does not tell when its versions were written");
    }
    return written;
  }

  /// What S3 does not list any more comes first among those of its second: it is gone.
  private List<InventoryObject> asked(List<InventoryObject> sorted) {
    Map<String, Integer> places = places(sorted.getFirst().key());
    sorted.sort(
        AGE.thenComparing(
            version -> places.getOrDefault(id(version), Integer.MAX_VALUE),
            Comparator.reverseOrder()));
    return sorted;
  }

  /// 0 for the newest, and so on.
  private Map<String, Integer> places(String key) {
    Map<String, Integer> places = new HashMap<>();
    try {
      for (ListObjectVersionsResponse page :
          s3.listObjectVersionsPaginator(r -> r.bucket(bucket).prefix(key))) {
        for (InventoryObject version : VersionOrder.of(page)) {
          if (!version.key().equals(key)) {
            return places;
          }
          places.put(id(version), places.size());
        }
      }
    } catch (SdkException e) {
      throw new IllegalArgumentException(
          "some of its versions are of one second, and their order cannot be asked for: "
              + e.getMessage(),
          e);
    }
    return places;
  }
}
