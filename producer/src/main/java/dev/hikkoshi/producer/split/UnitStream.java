package dev.hikkoshi.producer.split;

import dev.hikkoshi.common.unit.WriteItems;
import java.util.Optional;

/// Numbers a split's units as they are packed and hands them on. For one thread.
public final class UnitStream {
  /// Ten full batches.
  public static final int MAX_ITEMS = 250;

  private final UnitPacker packer;
  private final UnitSink sink;
  private int count;

  /// @param maxItems the most items of a unit, the same for whoever sends a split again
  public UnitStream(String table, int maxItems, UnitSink sink) {
    this.packer = new UnitPacker(table, maxItems);
    this.sink = sink;
  }

  /// Adds an item, or a key to delete, of DynamoDB JSON.
  public void add(byte[] buffer, int from, int to, boolean delete) throws InterruptedException {
    if (packer.isFullFor(to - from)) {
      finish();
    }
    packer.add(buffer, from, to, delete);
  }

  /// Hands on the last unit.
  public void finish() throws InterruptedException {
    Optional<WriteItems> unit = packer.finish();
    if (unit.isPresent()) {
      sink.unit(count++, unit.get());
    }
  }

  /// Units handed on so far.
  public int count() {
    return count;
  }
}
