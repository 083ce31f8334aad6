package dev.hikkoshi.common.unit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.common.item.KeySchema;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The key of an item as DynamoDB JSON, for people: reports of dead and different items.
public final class KeyJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private KeyJson() {}

  /// `{"id":{"S":…}}` of an item; nothing if it is no item of such a table.
  public static Optional<String> of(KeySchema schema, RawJson item) {
    try {
      JsonNode all = JSON.readTree(item.buffer(), item.from(), item.length());
      var key = JSON.createObjectNode();
      for (var part : parts(schema)) {
        if (!all.has(part.name())) {
          return Optional.empty();
        }
        key.set(part.name(), all.get(part.name()));
      }
      return Optional.of(key.toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<KeySchema.Attribute> parts(KeySchema schema) {
    return Stream.concat(Stream.of(schema.partition()), schema.sort().stream()).toList();
  }
}
