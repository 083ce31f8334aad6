package dev.hikkoshi.runbook.verify;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.inventory.KeyHistories;
import dev.hikkoshi.producer.objects.ObjectSource;
import dev.hikkoshi.runbook.verify.Difference.Kind;
import dev.hikkoshi.worker.copy.CopyCheck;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Names the keys in which a bucket and its source differ, all versions of each compared in order:
/// how many there are, which of them are delete markers, their sizes and ETags, and where ETags
/// differ, what HEAD tells of both. For one thread.
final class HistoryDifferences implements KeyHistories.Sink {
  private final CopyLooks looks;
  private final ObjectSource source;
  private final CopiedBucket destination;
  private final VerifyMode mode;
  private final Consumer<Difference> differences;
  private final ObjectMending mending;
  private final ObjectSide wanted;
  private final ObjectSide there;
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final List<CopyLooks.Pair> doubtful = new ArrayList<>();
  private final Map<String, List<InventoryObject>> histories = new HashMap<>();
  private long bySize;

  /// @param wanted gets the versions of the source
  /// @param there gets those of the destination
  HistoryDifferences(
      CopyLooks looks,
      ObjectSource source,
      CopiedBucket destination,
      VerifyMode mode,
      Consumer<Difference> differences,
      ObjectMending mending,
      ObjectSide wanted,
      ObjectSide there) {
    this.looks = looks;
    this.source = source;
    this.destination = destination;
    this.mode = mode;
    this.differences = differences;
    this.mending = mending;
    this.wanted = wanted;
    this.there = there;
  }

  /// @param key the source's, also of what is at the destination
  @Override
  public void history(String key, List<InventoryObject> original, List<InventoryObject> copies)
      throws InterruptedException {
    String toKey = source.toKey(key);
    List<InventoryObject> copied =
        copies.isEmpty() ? List.of() : destination.oldestFirst(toKey, copies);
    for (int i = 0; i < copied.size(); i++) {
      there.add(toKey, i, copied.get(i));
    }
    if (original.isEmpty()) {
      if (mode == VerifyMode.ALL) {
        tell(Kind.EXTRA, toKey);
        mending.remove(toKey);
      }
      return;
    }
    List<InventoryObject> versions;
    try {
      versions = source.oldestFirst(original);
    } catch (IllegalArgumentException e) {
      tell(Kind.DIFFERENT, toKey); // dead for that reason
      return;
    }
    for (int i = 0; i < versions.size(); i++) {
      wanted.add(toKey, i, versions.get(i));
    }
    compare(key, toKey, versions, copied);
  }

  private void compare(
      String key, String toKey, List<InventoryObject> versions, List<InventoryObject> copied)
      throws InterruptedException {
    if (copied.isEmpty()) {
      wrong(Kind.MISSING, key, versions);
      return;
    }
    var inDoubt = new ArrayList<CopyLooks.Pair>();
    boolean same = versions.size() == copied.size();
    for (int i = 0; same && i < versions.size(); i++) {
      InventoryObject version = versions.get(i);
      InventoryObject copy = copied.get(i);
      same =
          version.deleteMarker() == copy.deleteMarker()
              && (version.size() == copy.size()
                  || version.size() == InventoryObject.UNKNOWN_SIZE
                  || copy.size() == InventoryObject.UNKNOWN_SIZE);
      String etag = version.etag();
      if (same && !version.deleteMarker() && (etag == null || !etag.equals(copy.etag()))) {
        inDoubt.add(new CopyLooks.Pair(version, true, toKey, copy.versionId()));
      }
    }
    if (!same) {
      wrong(Kind.DIFFERENT, key, versions);
      return;
    }
    if (!inDoubt.isEmpty()) {
      doubtful.addAll(inDoubt);
      histories.put(key, versions);
    }
    if (doubtful.size() >= CopyLooks.AT_ONCE) {
      finish();
    }
  }

  /// Looks at what is still in doubt.
  void finish() throws InterruptedException {
    List<Optional<CopyCheck>> found = looks.at(doubtful);
    Set<String> wrong = new HashSet<>();
    for (int i = 0; i < found.size(); i++) {
      String key = doubtful.get(i).object().key();
      switch (found.get(i).orElse(CopyCheck.DIFFERENT)) {
        case SAME -> {}
        case SAME_SIZE -> bySize++;
        case DIFFERENT -> wrong.add(key);
      }
    }
    for (String key : wrong) {
      wrong(Kind.DIFFERENT, key, histories.getOrDefault(key, List.of()));
    }
    doubtful.clear();
    histories.clear();
  }

  private void wrong(Kind kind, String key, List<InventoryObject> versions)
      throws InterruptedException {
    tell(kind, source.toKey(key));
    mending.copy(key, versions);
  }

  private void tell(Kind kind, String toKey) {
    counts.merge(kind, 1L, Long::sum);
    differences.accept(new Difference(kind, TextNode.valueOf(toKey).toString(), SourceLine.NONE));
  }

  long count(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  /// Versions of which nothing but the size could be compared.
  long bySize() {
    return bySize;
  }
}
