package dev.hikkoshi.producer.export;

import dev.hikkoshi.common.item.ExportLine;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.ExportFormat;
import dev.hikkoshi.common.ledger.ShardFile;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/// Reads one data file line by line as DynamoDB JSON, whatever it is written in. For one thread.
public final class ShardReader implements Closeable {
  private final ShardLines lines;
  private final @Nullable IonLine ion;

  /// Opens the file.
  ///
  /// @throws IOException if it cannot be read or is not gzip
  public ShardReader(S3Client s3, String bucket, ShardFile file, ExportFormat format)
      throws IOException {
    lines = new ShardLines(s3, bucket, file);
    ion =
        switch (format) {
          case DYNAMODB_JSON -> null;
          case ION -> new IonLine();
        };
  }

  /// Goes to the next line that is not blank.
  ///
  /// @return false at the end of the file
  /// @throws IOException if the file is cut, damaged, or could not be read
  public boolean next() throws IOException {
    return lines.next();
  }

  /// Reads the line. What `line` then points to lies in [#buffer].
  ///
  /// @throws MalformedItemException if it holds no item; the next line may be read all the same
  public void read(ExportLine line) throws MalformedItemException {
    if (ion == null) {
      line.read(lines.buffer(), lines.from(), lines.to());
    } else {
      ion.read(lines.buffer(), lines.from(), lines.to());
      line.read(ion.json(), 0, ion.length());
    }
  }

  /// Gives the line back, and with it the memory that a very long one took; between two calls of
  /// [#next].
  public void release() {
    lines.release();
  }

  public ShardFile file() {
    return lines.file();
  }

  /// The DynamoDB JSON of the line that was read last, until the next call of [#next].
  public byte[] buffer() {
    return ion == null ? lines.buffer() : ion.json();
  }

  /// Lines so far that are not blank.
  public long lines() {
    return lines.lines();
  }

  /// The line's number, from 1.
  public long line() {
    return lines.line();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
