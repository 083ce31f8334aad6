package dev.hikkoshi.local.s3.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Immutable bytes of any length, held as a row of heap segments. Slicing and concatenating share
/// the segments, so that ranges, copies and completed uploads cost no memory. Thread-safe.
public final class ObjectBytes {
  public static final ObjectBytes EMPTY = new ObjectBytes(List.of());
  private static final int SEGMENT = 8 << 20;

  private final List<ByteBuffer> segments;
  private final long length;

  private ObjectBytes(List<ByteBuffer> segments) {
    this.segments = List.copyOf(segments);
    this.length = segments.stream().mapToLong(ByteBuffer::remaining).sum();
  }

  /// The bytes are not copied: the caller gives them away.
  public static ObjectBytes of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new ObjectBytes(List.of(ByteBuffer.wrap(bytes)));
  }

  public static ObjectBytes concat(List<ObjectBytes> parts) {
    return new ObjectBytes(parts.stream().flatMap(part -> part.segments.stream()).toList());
  }

  /// Reads exactly `length` bytes, showing each segment to `observer` as it arrives.
  ///
  /// @throws EOFException if the stream ends early
  public static ObjectBytes read(InputStream in, long length, Consumer<ByteBuffer> observer)
      throws IOException {
    List<ByteBuffer> segments = new ArrayList<>();
    for (long left = length; left > 0; ) {
      byte[] segment = new byte[(int) Math.min(left, SEGMENT)];
      if (in.readNBytes(segment, 0, segment.length) < segment.length) {
        throw new EOFException("body ended before its declared length of " + length);
      }
      observer.accept(ByteBuffer.wrap(segment));
      segments.add(ByteBuffer.wrap(segment));
      left -= segment.length;
    }
    return new ObjectBytes(segments);
  }

  public long length() {
    return length;
  }

  public ObjectBytes slice(long from, long count) {
    if (from == 0 && count == length) {
      return this;
    }
    List<ByteBuffer> slices = new ArrayList<>();
    long skip = from;
    long left = count;
    for (ByteBuffer segment : segments) {
      int size = segment.remaining();
      if (skip >= size) {
        skip -= size;
      } else if (left > 0) {
        int taken = (int) Math.min(left, size - skip);
        slices.add(segment.slice(segment.position() + (int) skip, taken));
        skip = 0;
        left -= taken;
      }
    }
    return new ObjectBytes(slices);
  }

  /// Views with positions of their own; their contents must not be changed.
  public List<ByteBuffer> buffers() {
    return segments.stream().map(ByteBuffer::duplicate).toList();
  }

  public byte[] toByteArray() {
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(length));
    buffers().forEach(all::put);
    return all.array();
  }
}
