package dev.hikkoshi.common.item;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An attribute value as tests handle it: what it is, not how it is spelt.
public sealed interface Value {
  record Text(String text) implements Value {}

  /// In any spelling DynamoDB takes.
  record Numeric(String digits) implements Value {}

  /// Bytes as chars 0–255, so that equality works.
  record Binary(String bytes) implements Value {}

  record Bool(boolean value) implements Value {}

  record Null() implements Value {}

  /// @param type SS, NS or BS; the members as in [Text], [Numeric] and [Binary]
  record Members(String type, List<String> members) implements Value {}

  record Elements(List<Value> elements) implements Value {}

  record Entries(Map<String, Value> entries) implements Value {}

  /// A map with one entry more, less, or changed is made from a copy.
  static Map<String, Value> copy(Map<String, Value> entries) {
    return new LinkedHashMap<>(entries);
  }
}
