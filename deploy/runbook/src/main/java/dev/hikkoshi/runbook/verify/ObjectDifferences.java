package dev.hikkoshi.runbook.verify;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.inventory.InventoryDelta;
import dev.hikkoshi.producer.objects.ObjectSource;
import dev.hikkoshi.runbook.verify.Difference.Kind;
import dev.hikkoshi.worker.copy.CopyCheck;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Names the keys in which a bucket and its source differ. Where listing and inventory say
/// different things of an object that both have, both are asked for by HEAD, many at a time. For
/// one thread.
final class ObjectDifferences implements InventoryDelta.Changes {
  private final CopyLooks looks;
  private final ObjectSource source;
  private final VerifyMode mode;
  private final Consumer<Difference> differences;
  private final ObjectMending mending;
  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final List<CopyLooks.Pair> doubtful = new ArrayList<>();
  private long bySize;

  /// @param mending told how each difference would be mended
  ObjectDifferences(
      CopyLooks looks,
      ObjectSource source,
      VerifyMode mode,
      Consumer<Difference> differences,
      ObjectMending mending) {
    this.looks = looks;
    this.source = source;
    this.mode = mode;
    this.differences = differences;
    this.mending = mending;
  }

  @Override
  public void added(InventoryObject object) throws InterruptedException {
    wrong(Kind.MISSING, atSource(object));
  }

  @Override
  public void changed(InventoryObject object) throws InterruptedException {
    doubtful.add(new CopyLooks.Pair(atSource(object), false, object.key(), null));
    if (doubtful.size() == CopyLooks.AT_ONCE) {
      finish();
    }
  }

  @Override
  public void removed(String key) throws InterruptedException {
    if (mode == VerifyMode.ALL) {
      extra(key);
    }
  }

  /// @param object under its key at the destination
  private InventoryObject atSource(InventoryObject object) {
    return object.withKey(source.fromKey(object.key()));
  }

  /// Tells a key that only the destination has and should not have.
  void extra(String key) throws InterruptedException {
    tell(Kind.EXTRA, key);
    mending.remove(key);
  }

  private void wrong(Kind kind, InventoryObject object) throws InterruptedException {
    tell(kind, source.toKey(object.key()));
    mending.copy(object);
  }

  /// Looks at what is still in doubt.
  void finish() throws InterruptedException {
    List<Optional<CopyCheck>> found = looks.at(doubtful);
    for (int i = 0; i < found.size(); i++) {
      InventoryObject object = doubtful.get(i).object();
      if (found.get(i).isEmpty()) {
        wrong(Kind.MISSING, object);
        continue;
      }
      switch (found.get(i).get()) {
        case SAME -> {}
        case SAME_SIZE -> bySize++;
        case DIFFERENT -> wrong(Kind.DIFFERENT, object);
      }
    }
    doubtful.clear();
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
