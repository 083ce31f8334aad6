package dev.hikkoshi.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads a request's fields, refusing what is missing or of another type as DynamoDB does.
record Fields(ObjectNode object) {
  String required(String name) {
    return optional(name)
        .orElseThrow(() ->
            ApiException.validation(
                "1 validation error detected: Value null at '"
                    + lowerFirst(name)
                    + "' failed to satisfy constraint: Member must not be null"));
  }

  /// Empty if it is absent, null or the empty string.
  Optional<String> optional(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw ApiException.serialization("Expected a string: " + name);
    }
    return Optional.of(value.textValue()).filter(text -> !text.isEmpty());
  }

  String oneOf(String name, String... allowed) {
    String value = optional(name).orElse(allowed[0]);
    if (!Arrays.asList(allowed).contains(value)) {
      throw ApiException.validation(
          "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must satisfy enum value set: %s"
              .formatted(value, lowerFirst(name), Arrays.toString(allowed)));
    }
    return value;
  }

  OptionalInt number(String name, int least, int most) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalInt.empty();
    }
    if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
      throw ApiException.validation(
          "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must be between %d and %d"
              .formatted(value, lowerFirst(name), least, most));
    }
    return OptionalInt.of(value.intValue());
  }

  /// A point in time, in seconds since the epoch.
  Optional<Instant> time(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isNumber()) {
      throw ApiException.serialization("Expected a number: " + name);
    }
    return Optional.of(Timestamps.instant(value.decimalValue()));
  }

  boolean has(String name) {
    return object.hasNonNull(name);
  }

  Fields inner(String name) {
    return object.path(name) instanceof ObjectNode inner
        ? new Fields(inner)
        : new Fields(Json.newObject());
  }

  boolean flag(String name) {
    JsonNode value = object.path(name);
    if (!value.isBoolean()) {
      throw ApiException.validation(
          "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must be a boolean"
              .formatted(value.isMissingNode() ? "null" : value, lowerFirst(name)));
    }
    return value.booleanValue();
  }

  private static String lowerFirst(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
