package dev.hikkoshi.common.migration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hikkoshi.common.objects.CopySettings;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a section `destination` that is a bucket.
final class BucketReader {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern STORAGE_CLASS = Pattern.compile("[A-Z][A-Z_]{1,63}");
  private static final Pattern KMS_KEY = Pattern.compile("[\\w:/-]{1,2048}");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,13})(|[KMG]iB)");
  private static final String OWNER_FULL_CONTROL = "bucket-owner-full-control";
  private static final String SIZES =
      "5MiB to 5GiB: a whole number of bytes, or of KiB, MiB or GiB such as 256MiB";

  private BucketReader() {}

  static Destination.Bucket read(JsonNode section) {
    Keys.known(
        section,
        "destination.",
        "bucket",
        "prefix",
        "storage-class",
        "kms-key",
        "acl",
        "multipart-threshold",
        "part-size",
        "role",
        "external-id");
    String bucket =
        Keys.text(
            section,
            "destination.bucket",
            "bucket",
            BUCKET,
            "a bucket's name of 3 to 63 of a-z, 0-9, - and .");
    String prefix =
        section.has("prefix")
            ? Keys.text(section, "destination.prefix", "prefix", "a text such as moved/")
            : "";
    return new Destination.Bucket(
        bucket, prefix, settings(section), RoleReader.read(section, "destination"));
  }

  private static CopySettings settings(JsonNode section) {
    return new CopySettings(
        optional(
            section, "storage-class", STORAGE_CLASS, "a class as S3 names it, such as STANDARD_IA"),
        optional(section, "kms-key", KMS_KEY, "the id or ARN of a KMS key"),
        ownerFullControl(section),
        size(section, "multipart-threshold", CopySettings.STANDARD.multipartThreshold()),
        size(section, "part-size", CopySettings.STANDARD.partSize()));
  }

  private static @Nullable String optional(
      JsonNode section, String key, Pattern shape, String allowed) {
    return section.has(key) ? Keys.text(section, "destination." + key, key, shape, allowed) : null;
  }

  private static boolean ownerFullControl(JsonNode section) {
    if (!section.has("acl")) {
      return false;
    }
    if (!OWNER_FULL_CONTROL.equals(section.get("acl").textValue())) {
      throw Keys.wrong("destination.acl", section.get("acl"), OWNER_FULL_CONTROL);
    }
    return true;
  }

  private static long size(JsonNode section, String key, long byDefault) {
    if (!section.has(key)) {
      return byDefault;
    }
    Matcher text = SIZE.matcher(section.get(key).asText());
    long bytes = text.matches() ? Long.parseLong(text.group(1)) * unit(text.group(2)) : 0;
    if (bytes < CopySettings.MIN_PART || bytes > CopySettings.MAX_PART) {
      throw Keys.wrong("destination." + key, section.get(key), SIZES);
    }
    return bytes;
  }

  private static long unit(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "KIB" -> 1L << 10;
      case "MIB" -> 1L << 20;
      case "GIB" -> 1L << 30;
      default -> 1;
    };
  }
}
