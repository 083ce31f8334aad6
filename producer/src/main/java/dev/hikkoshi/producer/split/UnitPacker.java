package dev.hikkoshi.producer.split;

import dev.hikkoshi.common.json.JsonBytes;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.common.unit.WriteItems;
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
  private JsonBytes bytes = new JsonBytes(0);

  UnitPacker(String table, int maxItems) {
    this.table = table;
    this.maxItems = maxItems;
  }

  /// Whether an item of so many bytes belongs to the next unit.
  boolean isFullFor(int length) {
    return ranges.size() == maxItems || (!ranges.isEmpty() && bytes.length() + length > MAX_BYTES);
  }

  /// Adds an item, or a key to delete.
  void add(byte[] buffer, int from, int to, boolean delete) {
    int start = bytes.length();
    bytes.json(buffer, from, to - from);
    ranges.add(new Range(start, bytes.length(), delete));
  }

  /// Closes the unit under way, if it holds anything. The next [#add] writes over its items.
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
    bytes = bytes.length() > MAX_BYTES ? new JsonBytes(MAX_BYTES) : bytes.clear();
    return Optional.of(new WriteItems(table, put, delete));
  }

  private record Range(int from, int to, boolean delete) {}
}
