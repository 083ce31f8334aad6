package dev.hikkoshi.producer.export;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.common.ledger.ExportFormat;
import dev.hikkoshi.common.ledger.ExportView;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.producer.export.ExportManifest.DataFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Reads the manifest of a DynamoDB export and checks it against its own checksums and counts.
///
/// Layout: `[prefix/]AWSDynamoDB/<export id>/` with `manifest-summary.json`, `manifest-files.json`
/// (JSON lines), a `.md5` file (base64) for each, absent in some copied exports, and the data
/// files. The keys inside were written for the bucket the export went to; a copied export is
/// re-based on where its manifest was found.
public final class ExportManifestReader {
  private static final String SUMMARY = "manifest-summary.json";
  private static final String FILES = "manifest-files.json";

  /// Beside the exports' own folders: where AWS puts data that several of them may share.
  private static final String SHARED = "data/";

  private final S3Client s3;
  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  public ExportManifestReader(S3Client s3) {
    this.s3 = s3;
  }

  /// Reads and checks the manifest.
  ///
  /// @param export the export's folder or its `manifest-summary.json`
  /// @param allowUnsound whether a `.md5` file that does not match is noted instead of refused
  /// @throws UnsoundSourceException if it is missing, damaged, contradicts itself, or is of a kind
  ///   not supported
  public ExportManifest read(S3Location export, boolean allowUnsound) {
    String folder = folder(export.key());
    var unsound = new ArrayList<String>();
    byte[] summaryBytes = checked(export.withKey(folder + SUMMARY), allowUnsound, unsound);
    JsonNode summary = object(summaryBytes, SUMMARY);
    ExportFormat format = format(summary);
    ExportView view = view(summary);
    byte[] fileBytes = checked(export.withKey(folder + FILES), allowUnsound, unsound);
    var rebase = new Rebase(text(summary, "manifestFilesS3Key", SUMMARY), folder);
    return new ExportManifest(
        export.withKey(folder + SUMMARY),
        summary.hasNonNull("tableArn") ? text(summary, "tableArn", SUMMARY) : null,
        format,
        view,
        view == ExportView.ITEMS ? null : time(summary, "exportFromTime"),
        time(summary, view == ExportView.ITEMS ? "exportTime" : "exportToTime"),
        files(fileBytes, rebase),
        count(summary, "itemCount", SUMMARY),
        summary.path("billedSizeBytes").asLong(),
        unsound);
  }

  /// Where an export's `manifest-summary.json` is.
  ///
  /// @param export its folder or the file itself
  public static S3Location summary(S3Location export) {
    return export.withKey(folder(export.key()) + SUMMARY);
  }

  private static String folder(String key) {
    String folder = key.endsWith(SUMMARY) ? key.substring(0, key.length() - SUMMARY.length()) : key;
    return folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
  }

  private static ExportFormat format(JsonNode summary) {
    String format = summary.path("outputFormat").asText("");
    return switch (format) {
      case "DYNAMODB_JSON" -> ExportFormat.DYNAMODB_JSON;
      case "ION" -> ExportFormat.ION;
      default ->
          throw new UnsoundSourceException(
              SUMMARY,
              SUMMARY + ": outputFormat is '" + format + "'; supported: DYNAMODB_JSON, ION");
    };
  }

  private static ExportView view(JsonNode summary) {
    String type = summary.path("exportType").asText("FULL_EXPORT");
    String view = summary.path("outputView").asText("");
    return switch (type) {
      case "FULL_EXPORT" -> ExportView.ITEMS;
      case "INCREMENTAL_EXPORT" ->
          switch (view) {
            case "NEW_AND_OLD_IMAGES" -> ExportView.NEW_AND_OLD_IMAGES;
            case "NEW_IMAGE" -> ExportView.NEW_IMAGE;
            default ->
                throw new UnsoundSourceException(
                    SUMMARY,
                    SUMMARY
                        + ": outputView is '"
                        + view
                        + "'; supported: NEW_AND_OLD_IMAGES, NEW_IMAGE");
          };
      default ->
          throw new UnsoundSourceException(
              SUMMARY,
              SUMMARY
                  + ": exportType is '"
                  + type
                  + "'; supported: FULL_EXPORT, INCREMENTAL_EXPORT");
    };
  }

  private static @Nullable Instant time(JsonNode summary, String field) {
    if (!summary.hasNonNull(field)) {
      return null;
    }
    String text = text(summary, field, SUMMARY);
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new UnsoundSourceException(
          SUMMARY,
          SUMMARY + ": " + field + " '" + text + "' is not a time such as 2026-11-21T00:00:00Z");
    }
  }

  private byte[] checked(S3Location file, boolean allowUnsound, List<String> unsound) {
    String name = file.key().substring(file.key().lastIndexOf('/') + 1);
    byte[] bytes =
        get(file)
            .orElseThrow(() ->
                new UnsoundSourceException(
                    name, "no manifest: " + file + " does not exist; give the export's folder"));
    String md5Name = name.replace(".json", ".md5");
    get(file.withKey(file.key().replaceFirst("\\.json$", ".md5")))
        .map(recorded -> new String(recorded, StandardCharsets.UTF_8).strip())
        .filter(recorded -> !recorded.equals(md5(bytes)))
        .map(recorded ->
            md5Name + " says " + recorded + ", but the MD5 of " + name + " is " + md5(bytes))
        .ifPresent(problem -> {
          if (!allowUnsound) {
            throw new UnsoundSourceException(
                md5Name,
                problem
                    + ": the manifest was changed after the export; to move it all the same: --allow-unsound-manifest");
          }
          unsound.add(problem);
        });
    return bytes;
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

  private List<DataFile> files(byte[] bytes, Rebase rebase) {
    var files = new ArrayList<DataFile>();
    Set<String> keys = new HashSet<>();
    int number = 0;
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String where = FILES + " line " + number;
      JsonNode file = object(line.getBytes(StandardCharsets.UTF_8), where);
      String md5 = text(file, "md5Checksum", where);
      if (!isMd5(md5)) {
        throw new UnsoundSourceException(
            FILES, where + ": md5Checksum '" + md5 + "' is not a base64 MD5");
      }
      String key = rebase.apply(text(file, "dataFileS3Key", where), where);
      if (!keys.add(key)) {
        throw new UnsoundSourceException(FILES, where + ": " + key + " is listed twice");
      }
      files.add(new DataFile(key, count(file, "itemCount", where), md5));
    }
    return files;
  }

  private static boolean isMd5(String text) {
    try {
      return Base64.getDecoder().decode(text).length == 16;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private JsonNode object(byte[] bytes, String where) {
    try {
      JsonNode node = json.readTree(bytes);
      if (node.isObject()) {
        return node;
      }
    } catch (IOException e) { // not JSON, or in no encoding of Unicode: told below
    }
    throw new UnsoundSourceException(
        fileOf(where), where + " is not a whole JSON object: the manifest is cut or damaged");
  }

  private static String text(JsonNode node, String field, String where) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw new UnsoundSourceException(fileOf(where), where + " has no text '" + field + "'");
    }
    return value.textValue();
  }

  private static long count(JsonNode node, String field, String where) {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new UnsoundSourceException(fileOf(where), where + " has no count '" + field + "'");
    }
    return value.longValue();
  }

  /// `manifest-files.json line 3` is about `manifest-files.json`.
  private static String fileOf(String where) {
    int space = where.indexOf(' ');
    return space < 0 ? where : where.substring(0, space);
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has MD5
    }
  }

  /// Maps keys as the export recorded them to where the export lies now.
  private record Rebase(String recordedManifest, String folder) {
    String apply(String key, String where) {
      String recordedFolder = parent(recordedManifest);
      if (key.startsWith(recordedFolder)) {
        return folder + key.substring(recordedFolder.length());
      }
      String recordedRoot = parent(strip(recordedFolder));
      if (key.startsWith(recordedRoot + SHARED) && folder.contains("/")) {
        return parent(strip(folder)) + key.substring(recordedRoot.length());
      }
      throw new UnsoundSourceException(
          FILES, where + ": " + key + " is outside the export's own folder " + recordedFolder);
    }

    private static String parent(String key) {
      return key.substring(0, key.lastIndexOf('/') + 1);
    }

    private static String strip(String folder) {
      return folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
    }
  }
}
