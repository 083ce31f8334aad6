package dev.hikkoshi.producer.inventory;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.objects.InventoryFormat;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.inventory.InventoryManifest.DataFile;
import dev.hikkoshi.producer.inventory.InventoryManifest.InventorySchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Reads the manifest of an S3 Inventory and checks it against its own checksum.
///
/// Layout: `[prefix/]<source bucket>/<configuration>/` with `<time>/manifest.json`,
/// `<time>/manifest.checksum` (hex MD5 of the manifest, written last) and `data/`, which the
/// inventories of one configuration share. The keys inside were written for the bucket the
/// inventory went to; a copied one is re-based on where its manifest was found.
public final class InventoryManifestReader {
  private static final String MANIFEST = "manifest.json";
  private static final String CHECKSUM = "manifest.checksum";
  private static final String DATA = "data/";
  private static final String ARN = "arn:";
  private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");
  private static final HexFormat HEX = HexFormat.of();

  private final S3Client s3;
  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  public InventoryManifestReader(S3Client s3) {
    this.s3 = s3;
  }

  /// Reads and checks the manifest.
  ///
  /// @param inventory the folder of one inventory or its `manifest.json`
  /// @param allowUnsound whether a `manifest.checksum` that is missing or does not match is noted
  ///   instead of refused
  /// @throws UnsoundSourceException if it is missing, damaged, contradicts itself, or is of a kind
  ///   not supported
  public InventoryManifest read(S3Location inventory, boolean allowUnsound) {
    S3Location location = manifest(inventory);
    byte[] bytes =
        get(location)
            .orElseThrow(() ->
                unsound("no manifest: " + location + " does not exist; give the inventory's own"));
    var noted = new ArrayList<String>();
    problem(location, bytes)
        .ifPresent(problem -> {
          if (!allowUnsound) {
            throw new UnsoundSourceException(
                CHECKSUM, problem + "; to move it all the same: --allow-unsound-manifest");
          }
          noted.add(problem);
        });
    JsonNode root = object(bytes);
    destination(root);
    return new InventoryManifest(
        location,
        text(root, "sourceBucket"),
        created(root),
        schema(root),
        text(root, "fileSchema"),
        files(root, configuration(location)),
        noted);
  }

  /// Where an inventory's `manifest.json` is.
  ///
  /// @param inventory its folder or the file itself
  public static S3Location manifest(S3Location inventory) {
    String key = inventory.key();
    if (key.equals(MANIFEST) || key.endsWith("/" + MANIFEST)) {
      return inventory;
    }
    return inventory.withKey((key.isEmpty() || key.endsWith("/") ? key : key + "/") + MANIFEST);
  }

  /// What is wrong with the manifest's checksum, if anything.
  private Optional<String> problem(S3Location manifest, byte[] bytes) {
    S3Location checksum =
        manifest.withKey(
            manifest.key().substring(0, manifest.key().length() - MANIFEST.length()) + CHECKSUM);
    String actual = HEX.formatHex(md5(bytes));
    Optional<byte[]> recorded = get(checksum);
    if (recorded.isEmpty()) {
      return Optional.of(
          "no " + checksum + ": S3 writes it last, so this inventory may not be complete");
    }
    String said = new String(recorded.get(), StandardCharsets.UTF_8).strip();
    return said.equalsIgnoreCase(actual)
        ? Optional.empty()
        : Optional.of(
            CHECKSUM
                + " says "
                + said
                + ", but the MD5 of "
                + MANIFEST
                + " is "
                + actual
                + ": the manifest was changed after the inventory");
  }

  private Optional<byte[]> get(S3Location file) {
    try {
      return Optional.of(
          s3.getObjectAsBytes(r -> r.bucket(file.bucket()).key(file.key())).asByteArray());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (NoSuchBucketException e) {
      throw new UnsoundSourceException(file.toString(), "no such bucket: " + file.bucket());
    } catch (SdkException e) {
      throw new UnsoundSourceException(
          file.toString(), "cannot read " + file + ": " + e.getMessage());
    }
  }

  private JsonNode object(byte[] bytes) {
    try {
      JsonNode node = json.readTree(bytes);
      if (node.isObject()) {
        return node;
      }
    } catch (IOException e) { // not JSON, or in no encoding of Unicode: told below
    }
    throw unsound(MANIFEST + " is not a whole JSON object: it is cut or damaged");
  }

  /// The bucket it was written to, which must be an ARN; where it is read from does not matter.
  private static void destination(JsonNode root) {
    String arn = text(root, "destinationBucket");
    if (!arn.startsWith(ARN)) {
      throw unsound(
          MANIFEST + ": destinationBucket '" + arn + "' is not an ARN such as arn:aws:s3:::bucket");
    }
  }

  private static Instant created(JsonNode root) {
    JsonNode value = root.path("creationTimestamp");
    try {
      return Instant.ofEpochMilli(Long.parseLong(value.asText()));
    } catch (NumberFormatException e) {
      throw unsound(
          MANIFEST
              + ": creationTimestamp "
              + value
              + " is not a number of milliseconds such as \"1611446400000\"");
    }
  }

  private static InventorySchema schema(JsonNode root) {
    String spelling = text(root, "fileFormat");
    InventoryFormat format =
        InventoryFormat.named(spelling)
            .orElseThrow(() ->
                unsound(
                    MANIFEST + ": fileFormat is '" + spelling + "'; supported: CSV, ORC, Parquet"));
    String schema = text(root, "fileSchema");
    return new InventorySchema(format, format == InventoryFormat.CSV ? columns(schema) : List.of());
  }

  private static List<String> columns(String schema) {
    List<String> columns = Arrays.stream(schema.split(",", -1)).map(String::strip).toList();
    Set<InventoryField> known = new HashSet<>();
    for (String column : columns) {
      InventoryField field = InventoryField.named(column);
      if (field != null && !known.add(field)) {
        throw unsound(MANIFEST + ": fileSchema '" + schema + "' has " + column + " twice");
      }
    }
    if (!known.contains(InventoryField.BUCKET) || !known.contains(InventoryField.KEY)) {
      throw unsound(MANIFEST + ": fileSchema '" + schema + "' has no Bucket or no Key");
    }
    return columns;
  }

  private static List<DataFile> files(JsonNode root, String configuration) {
    JsonNode listed = root.path("files");
    if (!listed.isArray()) {
      throw unsound(MANIFEST + " has no list 'files'");
    }
    var files = new ArrayList<DataFile>();
    Set<String> keys = new HashSet<>();
    for (JsonNode each : listed) {
      String recorded = text(each, "key");
      String key = configuration + DATA + name(recorded);
      if (!keys.add(key)) {
        throw unsound(MANIFEST + ": " + recorded + " is listed twice");
      }
      files.add(new DataFile(key, size(each, recorded), md5(each, recorded)));
    }
    return files;
  }

  /// The configuration's folder: the one around the folder of the manifest.
  private static String configuration(S3Location manifest) {
    return parent(parent(manifest.key()));
  }

  private static String parent(String key) {
    String bare = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    return bare.substring(0, bare.lastIndexOf('/') + 1);
  }

  private static String name(String key) {
    int data = key.lastIndexOf("/" + DATA) + 1;
    if (!key.startsWith(DATA, data) || key.length() == data + DATA.length()) {
      throw unsound(MANIFEST + ": " + key + " is not in a folder " + DATA);
    }
    return key.substring(data + DATA.length());
  }

  private static long size(JsonNode file, String key) {
    JsonNode value = file.path("size");
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw unsound(MANIFEST + ": size of " + key + " is " + value + ", not a number of bytes");
    }
    return value.longValue();
  }

  private static String md5(JsonNode file, String key) {
    String hex = file.path("MD5checksum").asText("");
    if (!MD5.matcher(hex).matches()) {
      throw unsound(
          MANIFEST + ": MD5checksum of " + key + " is '" + hex + "', not 32 hexadecimal digits");
    }
    return Base64.getEncoder().encodeToString(HEX.parseHex(hex.toLowerCase(Locale.ROOT)));
  }

  private static String text(JsonNode node, String field) {
    @Nullable String value = node.path(field).textValue();
    if (value == null || value.isEmpty()) {
      throw unsound(MANIFEST + " has no text '" + field + "'");
    }
    return value;
  }

  private static UnsoundSourceException unsound(String message) {
    return new UnsoundSourceException(MANIFEST, message);
  }

  private static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has MD5
    }
  }
}
