package dev.hikkoshi.common.capacity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hikkoshi.common.json.JsonErrors;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Strict JSON of capacity profiles: unknown and repeated keys are refused, and every refusal names
/// the key.
final class ProfileJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private ProfileJson() {}

  static CapacityProfile parse(String json) {
    JsonNode root = MissingNode.getInstance();
    try {
      root = MAPPER.readTree(json);
      if (!root.isObject()) {
        throw new InvalidProfileException(
            "profile", "is " + value(root, List.of()) + ", allowed is a JSON object");
      }
      return MAPPER.treeToValue(root, CapacityProfile.class);
    } catch (UnrecognizedPropertyException e) {
      var known = e.getKnownPropertyIds();
      throw new InvalidProfileException(
          path(e),
          "is no key of a profile"
              + (known == null ? "" : ", allowed are " + new TreeSet<>(known)));
    } catch (MismatchedInputException e) {
      throw e.getCause() instanceof InvalidProfileException invalid
          ? invalid
          : new InvalidProfileException(
              path(e),
              "is " + value(root, e.getPath()) + ", allowed is " + allowed(e.getTargetType()));
    } catch (JsonMappingException e) {
      throw e.getCause() instanceof InvalidProfileException invalid
          ? invalid
          : new InvalidProfileException(path(e), e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw new InvalidProfileException("profile", "is no JSON: " + JsonErrors.text(e));
    }
  }

  /// What stands where it was not understood.
  private static String value(JsonNode root, List<JsonMappingException.Reference> path) {
    JsonNode node = root;
    for (var step : path) {
      node =
          step.getFieldName() == null ? node.path(step.getIndex()) : node.path(step.getFieldName());
    }
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      case MISSING -> "nothing";
      default -> node.toString();
    };
  }

  private static String allowed(@Nullable Class<?> type) {
    if (type == null || type.isRecord()) {
      return "a JSON object";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> MAPPER.convertValue(constant, String.class))
          .collect(Collectors.joining(", "));
    }
    if (type == Integer.class || type == int.class) {
      return "a whole number";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type == String.class ? "a text" : "a number";
  }

  private static String path(JsonMappingException e) {
    var path =
        e.getPath().stream()
            .map(step ->
                step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
            .collect(Collectors.joining("."))
            .replace(".[", "[");
    return path.isEmpty() ? "profile" : path;
  }
}
