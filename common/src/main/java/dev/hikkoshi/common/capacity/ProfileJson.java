package dev.hikkoshi.common.capacity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Strict JSON of capacity profiles: unknown and repeated keys are refused, and every refusal names
/// the key.
final class ProfileJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private ProfileJson() {}

  static CapacityProfile parse(String json) {
    try {
      var profile = MAPPER.readValue(json, CapacityProfile.class);
      if (profile == null) {
        throw new InvalidProfileException("profile", "is null, allowed is a JSON object");
      }
      return profile;
    } catch (UnrecognizedPropertyException e) {
      var known = e.getKnownPropertyIds();
      throw new InvalidProfileException(
          path(e),
          "is no key of a profile"
              + (known == null ? "" : ", allowed are " + new TreeSet<>(known)));
    } catch (InvalidFormatException e) {
      throw new InvalidProfileException(
          path(e), "is " + e.getValue() + ", allowed is " + allowed(e));
    } catch (JsonMappingException e) {
      throw e.getCause() instanceof InvalidProfileException invalid
          ? invalid
          : new InvalidProfileException(path(e), e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw new InvalidProfileException("profile", "is no JSON: " + e.getOriginalMessage());
    }
  }

  private static String allowed(InvalidFormatException e) {
    Class<?> type = e.getTargetType();
    if (!type.isEnum()) {
      return "a " + type.getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> MAPPER.convertValue(constant, String.class))
        .collect(Collectors.joining(", "));
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
