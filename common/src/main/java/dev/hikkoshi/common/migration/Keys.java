package dev.hikkoshi.common.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Keys of a migration file, and what is said of wrong ones. A `path` is the key with the sections
/// around it, such as `source.role`.
final class Keys {
  private Keys() {}

  /// Refuses keys that are not among those allowed.
  static void known(JsonNode node, String prefix, String... allowed) {
    var names = Set.of(allowed);
    for (var each = node.fieldNames(); each.hasNext(); ) {
      String key = each.next();
      if (!names.contains(key)) {
        throw new MigrationFileException(
            prefix + key,
            "unknown key '"
                + prefix
                + key
                + "' (value "
                + shown(node.get(key))
                + "); allowed here: "
                + String.join(", ", new TreeSet<>(names)));
      }
    }
  }

  static JsonNode section(JsonNode root, String key) {
    JsonNode node = required(root, key, key);
    if (!node.isObject()) {
      throw wrong(key, node, "a section with keys of its own");
    }
    return node;
  }

  static JsonNode required(JsonNode node, String path, String key) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      throw new MigrationFileException(path, "key '" + path + "' is missing");
    }
    return value;
  }

  static MigrationFileException wrong(String path, JsonNode value, String allowed) {
    return new MigrationFileException(
        path, "key '" + path + "' is " + shown(value) + "; allowed: " + allowed);
  }

  private static String shown(JsonNode value) {
    String text = value.isTextual() ? "'" + value.textValue() + "'" : value.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }

  static String text(JsonNode node, String path, String key, String allowed) {
    JsonNode value = required(node, path, key);
    if (!value.isTextual()) {
      throw wrong(path, value, allowed);
    }
    return value.textValue();
  }

  /// A text of a certain shape.
  static String text(JsonNode node, String path, String key, Pattern shape, String allowed) {
    String text = text(node, path, key, allowed);
    if (!shape.matcher(text).matches()) {
      throw wrong(path, node.path(key), allowed);
    }
    return text;
  }
}
