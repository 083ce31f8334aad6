package dev.hikkoshi.common.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the section `source`: exports that are there, a table to export, or objects.
final class SourceReader {
  private static final String EXPORT =
      "s3://bucket/…/AWSDynamoDB/<export id>, or its manifest-summary.json";
  private static final Pattern TABLE =
      Pattern.compile("arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\\d{12}:table/[a-zA-Z0-9_.-]{3,255}");
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

  private SourceReader() {}

  static Source read(JsonNode root, JsonNode section) {
    if (ObjectsReader.isAbout(section)) {
      return ObjectsReader.read(root, section);
    }
    for (String key : List.of("include", "exclude", "max-delete", "versions")) {
      if (root.has(key)) {
        throw new MigrationFileException(
            key,
            "key '"
                + key
                + "' belongs to a bucket: 'source' has neither 's3-inventory' nor 's3-bucket'");
      }
    }
    Keys.known(
        section,
        "source.",
        "dynamodb-export",
        "table",
        "export-to",
        "export-bucket-owner",
        "role",
        "external-id");
    Role role = RoleReader.read(section, "source");
    boolean exporting =
        section.has("table") || section.has("export-to") || section.has("export-bucket-owner");
    if (exporting && section.has("dynamodb-export")) {
      throw new MigrationFileException(
          "source.dynamodb-export",
          "'source' has both 'dynamodb-export' and 'table' with 'export-to'; allowed: exactly one of them, an export that is there or a table to export");
    }
    if (exporting) {
      return table(section, role);
    }
    if (!section.has("dynamodb-export")) {
      throw new MigrationFileException(
          "source.dynamodb-export",
          "key 'source.dynamodb-export' is missing, and so are 'source.table' and 'source.export-to': give an export, a table to export, an inventory ('source.s3-inventory') or a bucket ('source.s3-bucket')");
    }
    return new Source.Exports(exports(section), role);
  }

  private static Source.Table table(JsonNode section, @Nullable Role role) {
    String arn =
        Keys.text(
            section,
            "source.table",
            "table",
            TABLE,
            "the table's ARN, arn:aws:dynamodb:<region>:<12 digits>:table/<name>");
    String path = "source.export-to";
    S3Location to = location(Keys.required(section, path, "export-to"), path, "s3://bucket/prefix");
    String owner =
        section.has("export-bucket-owner")
            ? Keys.text(
                section,
                "source.export-bucket-owner",
                "export-bucket-owner",
                ACCOUNT,
                "the 12 digits of the bucket's account, in quotes")
            : null;
    return new Source.Table(arn, to, owner, role);
  }

  private static List<S3Location> exports(JsonNode section) {
    String path = "source.dynamodb-export";
    JsonNode value = Keys.required(section, path, "dynamodb-export");
    if (!value.isArray()) {
      return List.of(location(value, path, EXPORT));
    }
    var exports = new ArrayList<S3Location>();
    value.forEach(each -> exports.add(location(each, path, EXPORT)));
    if (exports.isEmpty()) {
      throw Keys.wrong(path, value, EXPORT + "; or a list of them, the full one first");
    }
    if (Set.copyOf(exports).size() < exports.size()) {
      throw Keys.wrong(path, value, "each export once");
    }
    return exports;
  }

  static S3Location location(JsonNode value, String path, String allowed) {
    try {
      return S3Location.parse(value.isTextual() ? value.textValue() : "");
    } catch (IllegalArgumentException e) {
      throw Keys.wrong(path, value, allowed);
    }
  }
}
