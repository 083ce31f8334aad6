package dev.hikkoshi.local.s3.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All versions of one key, the latest first; never none.
record History(List<ObjectVersion> versions) {
  History {
    versions = List.copyOf(versions);
  }

  ObjectVersion latest() {
    return versions.getFirst();
  }

  /// What a read without a version id finds; null if that is a delete marker.
  static @Nullable S3Object current(@Nullable History history) {
    return history == null ? null : history.latest().object();
  }

  Optional<ObjectVersion> find(String id) {
    return versions.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /// With a version before the others, in place of one with the same id.
  static History with(@Nullable History history, ObjectVersion version) {
    var versions = new ArrayList<>(List.of(version));
    if (history != null) {
      versions.addAll(history.others(version.id()));
    }
    return new History(versions);
  }

  /// Without a version; null if it was the only one.
  static @Nullable History without(@Nullable History history, String id) {
    List<ObjectVersion> others = history == null ? List.of() : history.others(id);
    return others.isEmpty() ? null : new History(others);
  }

  /// With another object in place of a version's own.
  History withObject(String id, S3Object object) {
    return new History(
        versions.stream()
            .map(each -> each.id().equals(id) ? ObjectVersion.of(id, object) : each)
            .toList());
  }

  private List<ObjectVersion> others(String id) {
    return versions.stream().filter(each -> !each.id().equals(id)).toList();
  }
}
