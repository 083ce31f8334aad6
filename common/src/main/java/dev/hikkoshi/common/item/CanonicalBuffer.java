package dev.hikkoshi.common.item;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A growing buffer for canonical bytes that can sort what was written last: a run of spans, each
/// of which starts with a text (length and bytes) and is sorted by that text's bytes.
final class CanonicalBuffer {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int SLACK = Long.BYTES;
  private static final int INSERTION_SORTED = 12;

  byte[] bytes = new byte[1024];
  int length;

  // Starts of the spans of all open containers.
  private int[] starts = new int[64];
  private int open;
  private byte[] reordered = {};
  private int[] order = {};
  private int[] merged = {};
  private long[] prefixes = {};
  private int base;

  /// How many outermost spans await [#finish].
  private int unordered;

  void clear() {
    length = 0;
    open = 0;
    unordered = 0;
  }

  /// Makes room for `more` bytes behind those written.
  void ensure(int more) {
    if (more > bytes.length - length - SLACK) {
      int needed = Math.addExact(length, more + SLACK);
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(bytes.length * 2L, 1 << 30)));
    }
  }

  void putByte(int b) {
    ensure(1);
    bytes[length++] = (byte) b;
  }

  /// Leaves room for an int that [#setInt] writes when it is known; returns where.
  int reserveInt() {
    ensure(Integer.BYTES);
    length += Integer.BYTES;
    return length - Integer.BYTES;
  }

  void setInt(int at, int value) {
    INT.set(bytes, at, value);
  }

  int getInt(int at) {
    return (int) INT.get(bytes, at);
  }

  /// Writes length and bytes.
  void putText(byte[] text, int from, int to) {
    int size = to - from;
    ensure(size + Integer.BYTES);
    INT.set(bytes, length, size);
    System.arraycopy(text, from, bytes, length + Integer.BYTES, size);
    length += size + Integer.BYTES;
  }

  void put(byte[] source, int from, int to) {
    ensure(to - from);
    System.arraycopy(source, from, bytes, length, to - from);
    length += to - from;
  }

  /// Before the first span of a container; returns what [#endSpans] wants.
  int beginSpans() {
    return open;
  }

  /// A span starts here.
  void beginSpan() {
    if (open == starts.length) {
      starts = Arrays.copyOf(starts, open * 2);
    }
    starts[open++] = length;
  }

  /// How many spans were begun since `mark`.
  int spans(int mark) {
    return open - mark;
  }

  /// Sorts the spans begun since `mark`, the last of which ends here; the outermost are in order
  /// after [#finish]. Returns whether all their texts are different.
  boolean endSpans(int mark) {
    int count = open - mark;
    open = mark;
    if (count < 2) {
      return true;
    }
    prepare(mark, count);
    boolean distinct = true;
    for (int span = 1; span < count; span++) {
      int compared = compare(span - 1, span);
      if (compared > 0) {
        sort(count);
        return reorder(count);
      }
      distinct &= compared < 0;
    }
    return distinct;
  }

  private void prepare(int mark, int count) {
    base = mark;
    if (order.length < count) {
      int capacity = Math.max(64, count * 2);
      order = new int[capacity];
      merged = new int[capacity];
      prefixes = new long[capacity];
    }
    for (int span = 0; span < count; span++) {
      order[span] = span;
      prefixes[span] = prefix(starts[mark + span]);
    }
  }

  /// The first eight bytes of the text of the span at `start`, zeros behind a shorter one: orders
  /// like the text, where it is not equal.
  private long prefix(int start) {
    int size = getInt(start);
    long prefix = (long) LONG.get(bytes, start + Integer.BYTES); // SLACK makes room
    return size >= Long.BYTES ? prefix : size == 0 ? 0 : prefix & (-1L << (64 - 8 * size));
  }

  private boolean reorder(int count) {
    boolean distinct = true;
    for (int i = 1; i < count; i++) {
      distinct &= compare(order[i - 1], order[i]) != 0;
    }
    if (base > 0) {
      int from = starts[base];
      move(count);
      System.arraycopy(reordered, from, bytes, from, length - from);
    } else {
      unordered = count;
    }
    return distinct;
  }

  /// Brings the outermost spans into their order: only who wants the bytes pays for it.
  void finish() {
    if (unordered > 0) {
      move(unordered);
      System.arraycopy(bytes, 0, reordered, 0, starts[0]);
      byte[] swap = bytes;
      bytes = reordered;
      reordered = swap;
      unordered = 0;
    }
  }

  /// Copies the spans in their order to where they belong, in the other array.
  private void move(int count) {
    if (reordered.length < bytes.length) {
      reordered = new byte[bytes.length];
    }
    int at = starts[base];
    for (int i = 0; i < count; i++) {
      int span = order[i];
      int start = starts[base + span];
      int end = span + 1 < count ? starts[base + span + 1] : length;
      System.arraycopy(bytes, start, reordered, at, end - start);
      at += end - start;
    }
  }

  /// Bottom-up merge sort over runs that are sorted by insertion.
  private void sort(int count) {
    for (int from = 0; from < count; from += INSERTION_SORTED) {
      insertionSort(from, Math.min(from + INSERTION_SORTED, count));
    }
    for (int width = INSERTION_SORTED; width < count; width *= 2) {
      for (int from = 0; from < count; from += 2 * width) {
        merge(from, Math.min(from + width, count), Math.min(from + 2 * width, count));
      }
      int[] swap = order;
      order = merged;
      merged = swap;
    }
  }

  private void insertionSort(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int span = order[i];
      int k = i;
      while (k > from && compare(order[k - 1], span) > 0) {
        order[k] = order[k - 1];
        k--;
      }
      order[k] = span;
    }
  }

  private void merge(int left, int right, int end) {
    int l = left;
    int r = right;
    for (int i = left; i < end; i++) {
      boolean takeLeft = r == end || (l < right && compare(order[l], order[r]) <= 0);
      merged[i] = takeLeft ? order[l++] : order[r++];
    }
  }

  private int compare(int spanA, int spanB) {
    int compared = Long.compareUnsigned(prefixes[spanA], prefixes[spanB]);
    return compared != 0 ? compared : compareTexts(starts[base + spanA], starts[base + spanB]);
  }

  private int compareTexts(int a, int b) {
    int fromA = a + Integer.BYTES;
    int fromB = b + Integer.BYTES;
    return Arrays.compareUnsigned(bytes, fromA, fromA + getInt(a), bytes, fromB, fromB + getInt(b));
  }
}
