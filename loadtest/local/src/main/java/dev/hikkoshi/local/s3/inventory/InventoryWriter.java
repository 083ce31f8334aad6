package dev.hikkoshi.local.s3.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.local.s3.store.Bucket;
import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.ChecksumAlgorithm;
import dev.hikkoshi.local.s3.store.Digest;
import dev.hikkoshi.local.s3.store.KeyPage;
import dev.hikkoshi.local.s3.store.ObjectBytes;
import dev.hikkoshi.local.s3.store.ObjectMetadata;
import dev.hikkoshi.local.s3.store.S3Object;
import dev.hikkoshi.local.s3.store.VersionPage;
import dev.hikkoshi.local.s3.store.WriteCondition;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes an inventory in the layout of S3: data files, then the manifest, then its checksum.
public final class InventoryWriter {
  private static final int PAGE = 1_000;
  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final BucketStore buckets;
  private final Clock clock;
  private final String owner;
  private final int rowsPerFile;
  private final ObjectMapper json = new ObjectMapper();

  /// @param owner the canonical user id of every object's owner
  /// @param rowsPerFile the most rows of a data file
  public InventoryWriter(BucketStore buckets, Clock clock, String owner, int rowsPerFile) {
    this.buckets = buckets;
    this.clock = clock;
    this.owner = owner;
    this.rowsPerFile = rowsPerFile;
  }

  /// Lists a bucket as it is now.
  public void write(Bucket source, InventoryConfiguration configuration) throws IOException {
    Instant now = clock.instant();
    DataFormat format = format(configuration);
    Bucket destination = buckets.get(configuration.destinationBucket());
    String folder = configuration.folder(source.name());
    ObjectNode manifest =
        json.createObjectNode()
            .put("sourceBucket", source.name())
            .put("destinationBucket", "arn:aws:s3:::" + destination.name())
            .put("version", "2016-11-30")
            .put("creationTimestamp", String.valueOf(now.toEpochMilli()))
            .put("fileFormat", configuration.format().spelling())
            .put("fileSchema", format.schema());
    files(source, configuration, format, destination, manifest.putArray("files"));
    byte[] bytes = json.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
    String place = folder + FOLDER.format(now) + "/manifest.";
    put(destination, place + "json", bytes);
    put(destination, place + "checksum", (md5(bytes) + "\n").getBytes(UTF_8));
  }

  private static DataFormat format(InventoryConfiguration configuration) {
    return switch (configuration.format()) {
      case CSV -> new CsvFile(configuration.columns());
      case ORC -> new OrcFile(configuration.columns());
      case PARQUET -> new ParquetFile(configuration.columns());
    };
  }

  private void files(
      Bucket source,
      InventoryConfiguration configuration,
      DataFormat format,
      Bucket destination,
      ArrayNode files)
      throws IOException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    String key = null;
    String id = null;
    do {
      var query = new KeyPage.Query(configuration.prefix(), "", key, PAGE);
      VersionPage page = source.listVersions(query, id);
      for (VersionPage.Entry entry : page.entries()) {
        if (configuration.versions() || (entry.latest() && !entry.version().isDeleteMarker())) {
          rows.add(row(source, configuration, entry));
        }
        if (rows.size() == rowsPerFile) {
          file(source, configuration, format, rows, destination, files);
          rows.clear();
        }
      }
      key = page.nextKey();
      id = page.nextId();
    } while (key != null);
    if (!rows.isEmpty()) {
      file(source, configuration, format, rows, destination, files);
    }
  }

  private @Nullable Object[] row(
      Bucket source, InventoryConfiguration configuration, VersionPage.Entry entry) {
    return configuration.columns().stream()
        .map(column -> column.value(source.name(), entry.version(), entry.latest(), owner))
        .toArray();
  }

  private void file(
      Bucket source,
      InventoryConfiguration configuration,
      DataFormat format,
      List<@Nullable Object[]> rows,
      Bucket destination,
      ArrayNode files)
      throws IOException {
    byte[] bytes = format.write(rows);
    String key =
        configuration.folder(source.name()) + "data/" + UUID.randomUUID() + format.suffix();
    put(destination, key, bytes);
    files.addObject().put("key", key).put("size", bytes.length).put("MD5checksum", md5(bytes));
  }

  private void put(Bucket bucket, String key, byte[] bytes) {
    ObjectBytes content = ObjectBytes.of(bytes);
    bucket.put(
        new S3Object(
            key,
            content,
            md5(bytes),
            clock.instant(),
            new ObjectMetadata(
                Map.of("Content-Type", "binary/octet-stream"), Map.of(), Map.of(), "STANDARD"),
            ChecksumAlgorithm.CRC64NVME.of(content),
            List.of()),
        new WriteCondition.Always());
  }

  private static String md5(byte[] bytes) {
    return HexFormat.of().formatHex(Digest.md5().over(ObjectBytes.of(bytes)).value());
  }
}
