package dev.hikkoshi.producer.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.objects.InventoryFormat;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.export.FakeS3;
import dev.hikkoshi.producer.export.Shards;
import dev.hikkoshi.producer.inventory.InventoryManifest.InventorySchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Inventories for tests.
public final class Inventories {
  static final String SOURCE = "source-bucket";

  /// The columns of [#csv], as a manifest's `fileSchema` has them.
  static final String SCHEMA =
      "Bucket, Key, VersionId, IsLatest, IsDeleteMarker, Size, LastModifiedDate, ETag, StorageClass,"
          + " IsMultipartUploaded, ReplicationStatus, EncryptionStatus, ChecksumAlgorithm, ObjectOwner";

  static final InventorySchema CSV =
      new InventorySchema(InventoryFormat.CSV, List.of(SCHEMA.split(", ")));

  /// Every kind of key that has been read wrongly somewhere.
  static final List<String> KEYS =
      List.of(
          "a.txt",
          "photos/a b.jpg",
          "1+1=2",
          "%2B",
          "50%25",
          "~-_.!*'(),",
          "a//b",
          "//",
          "/leading",
          "folder/",
          ".",
          "..",
          "./x/../y",
          "quote\"comma,line\nfeed\r\ntab\t",
          "日本/写真.jpg",
          "zürich/ü",
          "emoji/😀.png",
          "\u0001control\u007f",
          "&<>#?=;:@",
          " leading and trailing ");

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private Inventories() {}

  /// One inventory with versions: keys of every kind, an old version, a delete marker, and a
  /// thousand ordinary objects. `orc` and `parquet` of the test's resources hold the same.
  public static List<InventoryObject> objects() {
    var objects = new ArrayList<InventoryObject>();
    for (String key : KEYS) {
      objects.add(object(key, objects.size()));
    }
    objects.add(version("v.txt", "3sL4kqtJlcpXroDTDmJ", true, false));
    objects.add(version("v.txt", "null", false, false));
    objects.add(version("gone.txt", "L4kqtJlcpXroDTDmJ3s", true, true));
    for (int i = 0; i < 1_000; i++) {
      objects.add(object("photos/2024/" + i % 12 + "/IMG_" + i + ".jpg", i));
    }
    return objects;
  }

  static InventoryObject object(String key, int number) {
    return new InventoryObject(
        key,
        null,
        true,
        false,
        number * 1_234_567L,
        Instant.ofEpochMilli(1_700_000_000_000L + number * 86_400_000L),
        String.format("%032x", 7919L * number),
        number % 3 == 0 ? "STANDARD_IA" : "STANDARD",
        number % 7 == 0,
        "SSE-S3",
        number % 5 == 0 ? null : "CRC64NVME",
        "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a");
  }

  private static InventoryObject version(String key, String id, boolean latest, boolean marker) {
    return new InventoryObject(
        key,
        id,
        latest,
        marker,
        marker ? InventoryObject.UNKNOWN_SIZE : 42,
        Instant.ofEpochMilli(1_700_000_000_000L),
        marker ? null : "d41d8cd98f00b204e9800998ecf8427e",
        marker ? null : "STANDARD",
        false,
        marker ? null : "NOT-SSE",
        null,
        null);
  }

  /// The rows of a CSV as S3 writes it.
  static byte[] csv(List<InventoryObject> objects) {
    var text = new StringBuilder();
    for (InventoryObject each : objects) {
      Object[] fields = {
        SOURCE,
        URLEncoder.encode(each.key(), UTF_8).replace("%2F", "/"),
        each.versionId(),
        each.latest(),
        each.deleteMarker(),
        each.size() < 0 ? null : each.size(),
        each.lastModified() == null ? null : TIME.format(each.lastModified()),
        each.etag(),
        each.storageClass(),
        each.multipart(),
        "",
        each.encryption(),
        each.checksumAlgorithm(),
        each.owner()
      };
      for (int i = 0; i < fields.length; i++) {
        text.append(i == 0 ? "" : ",").append('"').append(text(fields[i])).append('"');
      }
      text.append('\n');
    }
    return Shards.gzip(text.toString().getBytes(UTF_8));
  }

  private static String text(@Nullable Object field) {
    return field == null ? "" : field.toString().replace("\"", "\"\"");
  }

  /// A data file of the test's resources.
  static byte[] resource(String name) {
    try {
      return Files.readAllBytes(Path.of("src/test/resources/inventory", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Everything a data file holds; `row: !reason` for a row that describes no object.
  static List<Object> read(FakeS3 s3, ShardFile file, InventorySchema schema) throws IOException {
    var objects = new ArrayList<>();
    try (var reader = InventoryReader.open(s3, FakeS3.BUCKET, file, schema, SOURCE)) {
      while (reader.next()) {
        try {
          objects.add(reader.object());
        } catch (MalformedRowException e) {
          objects.add(reader.row() + ": !" + e.getMessage());
        }
      }
    }
    return objects;
  }
}
