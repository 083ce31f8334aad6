package dev.hikkoshi.worker.write;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;

/// Cuts a unit's items into batches that BatchWriteItem accepts: at most 25 items and 8 MB of JSON,
/// never two operations on one key. Of operations on one key the earlier goes into an earlier
/// batch.
final class Batches {
  /// BatchWriteItem's limit.
  static final int MAX_ITEMS = 25;

  /// Half of BatchWriteItem's limit of 16 MB.
  static final int MAX_BYTES = 8 << 20;

  private final Deque<List<WriteItem>> batches = new ArrayDeque<>();

  Batches(List<WriteItem> items) {
    List<WriteItem> rest = items;
    while (!rest.isEmpty()) {
      rest = cut(rest);
    }
  }

  /// Takes the longest possible run of batches off the items; what would repeat a key within its
  /// batch is left over.
  private List<WriteItem> cut(List<WriteItem> items) {
    var left = new ArrayList<WriteItem>();
    var leftKeys = new HashSet<ItemKey>();
    var batch = new ArrayList<WriteItem>(MAX_ITEMS);
    int bytes = 0;
    for (WriteItem item : items) {
      if (hasKey(batch, item.key()) || leftKeys.contains(item.key())) {
        left.add(item);
        leftKeys.add(item.key());
        continue;
      }
      if (batch.size() == MAX_ITEMS
          || (!batch.isEmpty() && bytes + item.json().length() > MAX_BYTES)) {
        batches.add(batch);
        batch = new ArrayList<>(MAX_ITEMS);
        bytes = 0;
      }
      batch.add(item);
      bytes += item.json().length();
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return left;
  }

  /// So few are compared one by one for less than a set of them would take.
  private static boolean hasKey(List<WriteItem> batch, ItemKey key) {
    for (int i = 0; i < batch.size(); i++) {
      if (batch.get(i).key().equals(key)) {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return batches.isEmpty();
  }

  /// Takes the next batch, or as much of it as costs at most `units`, but at least one item.
  List<WriteItem> next(double units) {
    List<WriteItem> batch = batches.removeFirst();
    double cost = 0;
    for (int i = 0; i < batch.size(); i++) {
      cost += batch.get(i).units();
      if (i > 0 && cost > units) {
        batches.addFirst(batch.subList(i, batch.size()));
        return batch.subList(0, i);
      }
    }
    return batch;
  }

  /// Puts a batch back in front.
  void again(List<WriteItem> batch) {
    batches.addFirst(batch);
  }

  /// Puts both halves of a batch back in front.
  void halves(List<WriteItem> batch) {
    int middle = batch.size() / 2;
    batches.addFirst(batch.subList(middle, batch.size()));
    batches.addFirst(batch.subList(0, middle));
  }

  /// Puts an item back behind all others, unless another operation on its key is among them.
  void later(WriteItem item) {
    boolean alone =
        batches.stream().flatMap(List::stream).noneMatch(other -> other.key().equals(item.key()));
    if (alone) {
      batches.addLast(List.of(item));
    } else {
      batches.addFirst(List.of(item));
    }
  }

  /// Everything not taken, in order.
  List<WriteItem> rest() {
    var rest = new ArrayList<WriteItem>();
    batches.forEach(rest::addAll);
    return rest;
  }
}
