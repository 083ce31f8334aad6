package dev.hikkoshi.local.faults;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hikkoshi.common.json.JsonErrors;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Strict JSON of fault plans: unknown and repeated keys are refused, and every refusal names the
/// key.
final class FaultPlanJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private FaultPlanJson() {}

  static FaultPlan parse(String json) {
    try {
      FaultPlan plan = MAPPER.readValue(json, FaultPlan.class);
      if (plan == null) {
        throw new InvalidFaultPlanException("faults", "is null, allowed is a JSON object");
      }
      return plan;
    } catch (UnrecognizedPropertyException e) {
      throw new InvalidFaultPlanException(
          path(e), "is no key here, allowed are " + new TreeSet<>(e.getKnownPropertyIds()));
    } catch (InvalidFormatException e) {
      throw new InvalidFaultPlanException(
          path(e), "is " + e.getValue() + ", allowed is " + allowed(e.getTargetType()));
    } catch (JsonMappingException e) {
      throw e.getCause() instanceof InvalidFaultPlanException invalid
          ? invalid.within(e.getPath().isEmpty() ? "" : path(e))
          : new InvalidFaultPlanException(path(e), e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw new InvalidFaultPlanException("faults", "is no JSON: " + JsonErrors.text(e));
    }
  }

  private static String allowed(Class<?> type) {
    return type.isEnum()
        ? Arrays.stream(type.getEnumConstants())
            .map(constant -> MAPPER.convertValue(constant, String.class))
            .collect(Collectors.joining(", "))
        : "a " + type.getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String path(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(step ->
                step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
            .collect(Collectors.joining("."))
            .replace(".[", "[");
    return path.isEmpty() ? "faults" : path;
  }
}
