package dev.hikkoshi.producer.export;

import dev.hikkoshi.common.ledger.ShardFile;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The bytes of one object or of a part of it, from the very version that was checked (`If-Match`).
/// A connection that breaks, or that S3 closes because its reader was slow, is opened again where
/// it broke. For one thread.
public final class ShardStream extends InputStream {
  private static final Logger LOG = LoggerFactory.getLogger(ShardStream.class);
  private static final int TRIES = 8;

  private final S3Client s3;
  private final String bucket;
  private final ShardFile file;
  private final long end;
  private @Nullable InputStream open;
  private long position;

  /// All of the object.
  public ShardStream(S3Client s3, String bucket, ShardFile file) {
    this(s3, bucket, file, 0, file.bytes());
  }

  /// A part of the object.
  ///
  /// @param from its first byte
  /// @param end the byte after its last, at most the object's size
  public ShardStream(S3Client s3, String bucket, ShardFile file, long from, long end) {
    this.s3 = s3;
    this.bucket = bucket;
    this.file = file;
    this.position = from;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (position == end) {
      return -1;
    }
    for (int attempt = 1; ; attempt++) {
      try {
        int count = stream().read(buffer, offset, length);
        if (count < 0) {
          throw new IOException("ended at byte " + position + " of " + end);
        }
        position += count;
        return count;
      } catch (IOException | SdkClientException e) {
        abandon();
        if (attempt == TRIES || Thread.currentThread().isInterrupted()) {
          throw new IOException("reading " + file.key() + " failed at byte " + position, e);
        }
        LOG.debug("Reading {} goes on at byte {} after: {}", file.key(), position, e.toString());
      }
    }
  }

  /// Never 0 before the end: GZIPInputStream takes 0 for the end of the file and would drop further
  /// gzip members.
  @Override
  public int available() {
    return position < end ? 1 : 0;
  }

  private InputStream stream() {
    InputStream current = open;
    if (current == null) {
      try {
        current =
            s3.getObject(r -> r.bucket(bucket).key(file.key()).ifMatch(file.etag()).range(range()));
      } catch (S3Exception e) {
        throw ShardChecks.changed(bucket, file, e);
      }
      open = current;
    }
    return current;
  }

  private @Nullable String range() {
    if (end < file.bytes()) {
      return "bytes=" + position + "-" + (end - 1);
    }
    return position == 0 ? null : "bytes=" + position + "-";
  }

  private void abandon() {
    InputStream current = open;
    open = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        LOG.debug("Closing {}: {}", file.key(), e.toString());
      }
    }
  }

  @Override
  public void close() {
    abandon();
  }
}
