package dev.hikkoshi.producer.inventory;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.hikkoshi.common.objects.InventoryObject;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// One data file of an inventory as S3 writes it, on disk: gzip, every field quoted, no header,
/// keys URL-encoded. For one thread.
final class InventoryCsv implements Closeable {
  /// What a listing tells of an object.
  static final List<String> COLUMNS =
      List.of(
          "Bucket",
          "Key",
          "Size",
          "LastModifiedDate",
          "ETag",
          "StorageClass",
          "IsMultipartUploaded",
          "ChecksumAlgorithm");

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final Path path;
  private final MessageDigest md5 = md5Digest();
  private final Writer text;
  private final CsvWriter csv;
  private int rows;

  /// @throws IOException if there is no room for it
  InventoryCsv() throws IOException {
    this.path = Files.createTempFile("hikkoshi-inventory-", ".csv.gz");
    this.text =
        new OutputStreamWriter(
            new GZIPOutputStream(new DigestOutputStream(Files.newOutputStream(path), md5)),
            StandardCharsets.UTF_8);
    this.csv =
        CsvWriter.builder()
            .quoteStrategy(QuoteStrategies.ALWAYS)
            .lineDelimiter(LineDelimiter.LF)
            .build(text);
  }

  static MessageDigest md5Digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has MD5
    }
  }

  void add(String bucket, InventoryObject object) {
    Instant time = object.lastModified();
    csv.writeRecord(
        bucket,
        URLEncoder.encode(object.key(), StandardCharsets.UTF_8),
        object.size() == InventoryObject.UNKNOWN_SIZE ? "" : Long.toString(object.size()),
        time == null ? "" : TIME.format(time),
        text(object.etag()),
        text(object.storageClass()),
        text(object.multipart()),
        text(object.checksumAlgorithm()));
    rows++;
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  int rows() {
    return rows;
  }

  /// Ends the file; after that it has a size and an MD5, and takes no more. Once.
  void finish() throws IOException {
    csv.close();
  }

  Path path() {
    return path;
  }

  long bytes() throws IOException {
    return Files.size(path);
  }

  /// Hexadecimal; asked once.
  String md5() {
    return HexFormat.of().formatHex(md5.digest());
  }

  /// Deletes the file, finished or not.
  @Override
  public void close() throws IOException {
    try {
      text.close();
    } finally {
      Files.delete(path);
    }
  }
}
