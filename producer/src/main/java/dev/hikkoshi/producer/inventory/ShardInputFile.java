package dev.hikkoshi.producer.inventory;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/// A data file in S3 as parquet-java reads one: every read is a request for exactly its bytes.
record ShardInputFile(ShardRanges ranges) implements InputFile {
  @Override
  public long getLength() {
    return ranges.file().bytes();
  }

  @Override
  public SeekableInputStream newStream() {
    return new Stream(ranges);
  }

  private static final class Stream extends SeekableInputStream {
    /// The last bytes hold the length of the footer, which is asked for byte by byte.
    private static final int TAIL = 8;

    private final ShardRanges ranges;
    private final byte[] tail = new byte[TAIL];
    private boolean tailRead;
    private long position;

    Stream(ShardRanges ranges) {
      this.ranges = ranges;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void seek(long newPosition) {
      position = newPosition;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      long left = ranges.file().bytes() - position;
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(length, left);
      readFully(buffer, offset, count);
      return count;
    }

    @Override
    public void readFully(byte[] buffer) throws IOException {
      readFully(buffer, 0, buffer.length);
    }

    @Override
    public void readFully(byte[] buffer, int offset, int length) throws IOException {
      long tailStart = ranges.file().bytes() - TAIL;
      if (length > ranges.file().bytes() - position) {
        throw new EOFException(ranges.file().key() + " ends before byte " + (position + length));
      }
      if (tailStart >= 0 && position >= tailStart) {
        readTail(tailStart);
        System.arraycopy(tail, (int) (position - tailStart), buffer, offset, length);
      } else {
        ranges.read(position, buffer, offset, length);
      }
      position += length;
    }

    private void readTail(long start) throws IOException {
      if (!tailRead) {
        ranges.read(start, tail, 0, TAIL);
        tailRead = true;
      }
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
      byte[] bytes = new byte[buffer.remaining()];
      int count = read(bytes, 0, bytes.length);
      if (count > 0) {
        buffer.put(bytes, 0, count);
      }
      return count;
    }

    @Override
    public void readFully(ByteBuffer buffer) throws IOException {
      if (buffer.hasArray()) {
        readFully(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        buffer.position(buffer.limit());
      } else {
        byte[] bytes = new byte[buffer.remaining()];
        readFully(bytes);
        buffer.put(bytes);
      }
    }
  }
}
