package dev.hikkoshi.producer.split;

import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.common.unit.WriteItems;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Packs items into units of at most so many items and about 200 KB, in the order they come: the
/// same items give the same units. For one thread.
final class UnitPacker {
  /// Well below the message limit, even when every character has to be escaped on the wire.
  static final int MAX_BYTES = 200_000;

  private final String table;
  private final int maxItems;
  private final List<Range> ranges = new ArrayList<>();
  private Bytes bytes = new Bytes(0);

  UnitPacker(String table, int maxItems) {
    this.table = table;
    this.maxItems = maxItems;
  }

  /// Adds an item, or a key to delete.
  ///
  /// @return the unit before it, if the item does not fit into that any more
  Optional<WriteItems> add(byte[] buffer, int from, int to, boolean delete) {
    boolean full =
        ranges.size() == maxItems || (!ranges.isEmpty() && bytes.size() + (to - from) > MAX_BYTES);
    Optional<WriteItems> before = full ? finish() : Optional.empty();
    int start = bytes.size();
    bytes.write(buffer, from, to - from);
    ranges.add(new Range(start, bytes.size(), delete));
    return before;
  }

  /// Closes the unit under way, if it holds anything.
  Optional<WriteItems> finish() {
    if (ranges.isEmpty()) {
      return Optional.empty();
    }
    byte[] packed = bytes.buffer();
    var put = new ArrayList<RawJson>(ranges.size());
    var delete = new ArrayList<RawJson>();
    for (Range range : ranges) {
      (range.delete ? delete : put).add(new RawJson(packed, range.from, range.to));
    }
    ranges.clear();
    bytes = new Bytes(Math.min(bytes.size() + bytes.size() / 8, MAX_BYTES));
    return Optional.of(new WriteItems(table, put, delete));
  }

  private record Range(int from, int to, boolean delete) {}

  /// Gives its buffer away uncopied.
  private static final class Bytes extends ByteArrayOutputStream {
    Bytes(int size) {
      super(size);
    }

    byte[] buffer() {
      return buf;
    }
  }
}
