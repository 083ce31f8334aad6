package dev.hikkoshi.local.dynamodb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/// Small JSON documents: requests the front answers itself, its answers, the manifests.
final class Json {
  // An attribute's name may have 65,535 bytes; Jackson's limit is lower.
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNameLength(1 << 17).build())
              .build());

  private Json() {}

  static ObjectNode newObject() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// The fields of a request; none if it has no body.
  ///
  /// @throws ApiException if it is not a JSON object
  static ObjectNode object(byte[] body) {
    if (body.length == 0) {
      return newObject();
    }
    try {
      if (MAPPER.readTree(body) instanceof ObjectNode object) {
        return object;
      }
      throw ApiException.serialization("Expected a JSON object");
    } catch (IOException e) {
      throw ApiException.serialization("Not JSON");
    }
  }

  static byte[] bytes(JsonNode document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write JSON", e);
    }
  }
}
