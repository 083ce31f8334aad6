package dev.hikkoshi.common.migration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hikkoshi.common.objects.KeyPattern;
import dev.hikkoshi.common.objects.KeyPatterns;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Reads a section `source` that is an inventory or a bucket, and the keys `include`, `exclude`,
/// `max-delete` and `versions` beside it.
final class ObjectsReader {
  private static final String INVENTORY = "s3-inventory";
  private static final String BUCKET = "s3-bucket";
  private static final String PREVIOUS = "previous";
  private static final String DESTINATION = "destination";
  private static final String VERSIONS = "versions";
  private static final String MANIFEST = "s3://bucket/…/<time>/manifest.json";

  private ObjectsReader() {}

  static boolean isAbout(JsonNode section) {
    return section.has(INVENTORY) || section.has(BUCKET) || section.has(PREVIOUS);
  }

  static Source.Objects read(JsonNode root, JsonNode section) {
    Keys.known(section, "source.", INVENTORY, PREVIOUS, BUCKET, "role", "external-id");
    if (section.has(INVENTORY) == section.has(BUCKET)) {
      throw new MigrationFileException(
          "source." + INVENTORY,
          "'source' has "
              + (section.has(BUCKET) ? "both" : "neither")
              + " 's3-inventory' and 's3-bucket'; allowed: exactly one of them");
    }
    var patterns = new KeyPatterns(patterns(root, "include"), patterns(root, "exclude"));
    Role role = RoleReader.read(section, "source");
    boolean delta = section.has(PREVIOUS);
    if (delta && !section.has(INVENTORY)) {
      throw new MigrationFileException(
          "source." + PREVIOUS, "key 'source.previous' belongs to 'source.s3-inventory'");
    }
    OptionalLong maxDelete = maxDelete(root, delta);
    boolean versions = versions(root, delta);
    return section.has(INVENTORY)
        ? new Source.Inventory(
            location(section, INVENTORY, MANIFEST),
            versions,
            delta ? previous(section) : null,
            maxDelete,
            patterns,
            role)
        : new Source.Bucket(
            location(section, BUCKET, "s3://bucket/prefix/"), versions, patterns, role);
  }

  private static Previous previous(JsonNode section) {
    return DESTINATION.equals(section.get(PREVIOUS).textValue())
        ? new Previous.Listed()
        : new Previous.Inventory(location(section, PREVIOUS, MANIFEST + ", " + DESTINATION));
  }

  private static boolean versions(JsonNode root, boolean delta) {
    JsonNode value = root.path(VERSIONS);
    boolean all = "all".equals(value.textValue());
    if (!value.isMissingNode() && !all && !"current".equals(value.textValue())) {
      throw Keys.wrong(VERSIONS, value, "all, current");
    }
    if (all && delta) {
      throw new MigrationFileException(
          VERSIONS,
          "'versions: all' and 'source.previous' do not go together: what changed is told of current versions alone; leave out one of them");
    }
    return all;
  }

  private static S3Location location(JsonNode section, String key, String allowed) {
    return SourceReader.location(section.get(key), "source." + key, allowed);
  }

  private static OptionalLong maxDelete(JsonNode root, boolean delta) {
    JsonNode value = root.path("max-delete");
    if (value.isMissingNode()) {
      return OptionalLong.empty();
    }
    if (!delta) {
      throw new MigrationFileException(
          "max-delete",
          "key 'max-delete' belongs to a migration that deletes: key 'source.previous' is missing");
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw Keys.wrong("max-delete", value, "a whole number of keys, 0 or more");
    }
    return OptionalLong.of(value.longValue());
  }

  private static List<String> patterns(JsonNode root, String key) {
    JsonNode value = root.path(key);
    var patterns = new ArrayList<String>();
    if (!value.isMissingNode()) {
      if (!value.isArray()) {
        throw Keys.wrong(key, value, "a list of patterns such as [\"/photos/*\"]");
      }
      for (JsonNode each : value) {
        patterns.add(pattern(each, key));
      }
    }
    return patterns;
  }

  private static String pattern(JsonNode value, String key) {
    try {
      return new KeyPattern(value.isTextual() ? value.textValue() : "").text();
    } catch (IllegalArgumentException e) {
      throw Keys.wrong(
          key, value, "a pattern such as /photos/*, with * for any characters and ? for one");
    }
  }
}
