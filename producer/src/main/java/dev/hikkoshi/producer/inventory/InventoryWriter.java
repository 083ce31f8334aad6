package dev.hikkoshi.producer.inventory;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Writes what a bucket lists as an S3 Inventory in CSV, which [InventoryManifestReader] reads:
/// data files, then the manifest, and last its checksum. One data file at a time is on disk, none
/// in memory. For one thread.
public final class InventoryWriter implements ObjectSink, AutoCloseable {
  /// Rows of a data file; as one object each they are read side by side.
  public static final int ROWS = 100_000;

  private final S3Client s3;
  private final S3Location folder;
  private final String name;
  private final String sourceBucket;
  private final int rowsPerFile;
  private final LongConsumer written;
  private final ObjectMapper json = new ObjectMapper();
  private final ObjectNode manifest = json.createObjectNode();
  private final ArrayNode files;
  private @Nullable InventoryCsv open;
  private long rows;

  /// @param folder where it goes to; the key ends with `/`
  /// @param name its own in that folder, so that nothing there is ever replaced
  /// @param sourceBucket what it is of
  /// @param created when the listing began
  /// @param rowsPerFile 1 or more, such as [#ROWS]
  /// @param written told how many rows are in S3 by now
  public InventoryWriter(
      S3Client s3,
      S3Location folder,
      String name,
      String sourceBucket,
      Instant created,
      int rowsPerFile,
      LongConsumer written) {
    this.s3 = s3;
    this.folder = folder;
    this.name = name;
    this.sourceBucket = sourceBucket;
    this.rowsPerFile = rowsPerFile;
    this.written = written;
    manifest
        .put("sourceBucket", sourceBucket)
        .put("destinationBucket", "arn:aws:s3:::" + folder.bucket())
        .put("version", "2016-11-30")
        .put("creationTimestamp", Long.toString(created.toEpochMilli()))
        .put("fileFormat", "CSV")
        .put("fileSchema", String.join(", ", InventoryCsv.COLUMNS));
    this.files = manifest.putArray("files");
  }

  /// Adds an object.
  ///
  /// @throws UncheckedIOException if it cannot be put on disk
  /// @throws SdkException if a data file cannot be put into S3
  @Override
  public void object(InventoryObject object, String position) {
    try {
      InventoryCsv file = open == null ? new InventoryCsv() : open;
      open = file;
      file.add(sourceBucket, object);
      rows++;
      if (file.rows() == rowsPerFile) {
        put(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void unreadable(String position, MalformedRowException reason) {
    throw new UnsoundSourceException(
        position, position + " describes no object: " + reason.getMessage());
  }

  private void put(InventoryCsv file) throws IOException {
    String key = String.format(Locale.ROOT, "data/%s-%06d.csv.gz", name, files.size());
    file.finish();
    s3.putObject(
        r -> r.bucket(folder.bucket()).key(folder.key() + key), RequestBody.fromFile(file.path()));
    files
        .addObject()
        .put("key", folder.key() + key)
        .put("size", file.bytes())
        .put("MD5checksum", file.md5());
    close();
    written.accept(rows);
  }

  /// Puts what is left, the manifest and its checksum.
  ///
  /// @return where the manifest is: `<folder><name>/manifest.json`
  /// @throws SdkException if they cannot be put into S3
  public S3Location finish() throws IOException {
    if (open != null) {
      put(open);
    }
    byte[] bytes = json.writeValueAsBytes(manifest);
    String checksum = HexFormat.of().formatHex(InventoryCsv.md5Digest().digest(bytes)) + "\n";
    S3Location location = folder.withKey(folder.key() + name + "/manifest.json");
    put(location.key(), bytes);
    put(folder.key() + name + "/manifest.checksum", checksum.getBytes(StandardCharsets.ISO_8859_1));
    return location;
  }

  private void put(String key, byte[] bytes) {
    s3.putObject(r -> r.bucket(folder.bucket()).key(key), RequestBody.fromBytes(bytes));
  }

  /// Leaves nothing on disk.
  @Override
  public void close() throws IOException {
    InventoryCsv file = open;
    open = null;
    if (file != null) {
      file.close();
    }
  }
}
