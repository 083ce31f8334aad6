package dev.hikkoshi.common.migration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hikkoshi.common.migration.Destination.Create;
import java.util.regex.Pattern;

/// Reads the section `destination`.
final class DestinationReader {
  private static final Pattern TABLE = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

  private DestinationReader() {}

  static Destination read(JsonNode section) {
    return section.has("bucket") ? BucketReader.read(section) : table(section);
  }

  private static Destination.Table table(JsonNode section) {
    Keys.known(section, "destination.", "table", "role", "external-id", "create", "indexes");
    if (!section.has("table")) {
      throw new MigrationFileException(
          "destination.table",
          "key 'destination.table' is missing, and so is 'destination.bucket': give one of them");
    }
    return new Destination.Table(
        Keys.text(
            section,
            "destination.table",
            "table",
            TABLE,
            "a table name of 3 to 255 of a-z, A-Z, 0-9, _ - and ."),
        RoleReader.read(section, "destination"),
        create(section));
  }

  private static Create create(JsonNode section) {
    JsonNode indexes = section.path("indexes");
    if (!section.has("create")) {
      if (!indexes.isMissingNode()) {
        throw new MigrationFileException(
            "destination.indexes",
            "key 'destination.indexes' belongs to a table that is created: key 'destination.create' is missing");
      }
      return Create.NEVER;
    }
    if (!"like-source".equals(section.get("create").textValue())) {
      throw Keys.wrong("destination.create", section.get("create"), "like-source");
    }
    return switch (indexes.asText("with-table")) {
      case "with-table" -> Create.LIKE_SOURCE;
      case "after-load" -> Create.LIKE_SOURCE_INDEXES_LATER;
      default -> throw Keys.wrong("destination.indexes", indexes, "with-table, after-load");
    };
  }
}
