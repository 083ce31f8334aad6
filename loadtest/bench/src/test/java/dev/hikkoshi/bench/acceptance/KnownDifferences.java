package dev.hikkoshi.bench.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Leaves out tests that cannot succeed at a given endpoint: those that are [EmbeddedOnly], and
/// those that fail because of what the endpoint does otherwise than AWS documents.
/// `differences/<implementation>.json` names each such difference and the tests it concerns; it
/// counts only at an endpoint that says it is that implementation. What is left out is reported as
/// skipped, with the reason.
public final class KnownDifferences implements ExecutionCondition {
  /// An implementation, and the path at which it alone answers.
  private static final Map<String, String> IMPLEMENTATIONS = Map.of("moto", "/moto-api/");

  private static final Map<String, String> KNOWN = known();

  private static Map<String, String> known() {
    var known = new HashMap<String, String>();
    Endpoint.given()
        .ifPresent(endpoint ->
            IMPLEMENTATIONS.forEach((name, path) -> {
              if (endpoint.answersAt(path)) {
                known.putAll(read(name));
              }
            }));
    return known;
  }

  /// Differences by test.
  private static Map<String, String> read(String implementation) {
    String file = "differences/" + implementation + ".json";
    try (InputStream in = KnownDifferences.class.getResourceAsStream(file)) {
      var byTest = new HashMap<String, String>();
      for (JsonNode each : new ObjectMapper().readTree(Objects.requireNonNull(in, file))) {
        String difference = implementation + ": " + each.path("difference").asText();
        each.path("tests").forEach(test -> byTest.put(test.asText(), difference));
      }
      return byTest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Endpoint.given().isEmpty()) {
      return ConditionEvaluationResult.enabled("on the embedded AWS");
    }
    if (context.getTags().contains(EmbeddedOnly.TAG)) {
      return ConditionEvaluationResult.disabled("it needs what only the embedded AWS has");
    }
    String test =
        context.getTestClass().map(Class::getSimpleName).orElse("")
            + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
    String difference = KNOWN.get(test);
    return difference == null
        ? ConditionEvaluationResult.enabled("no known difference")
        : ConditionEvaluationResult.disabled(difference);
  }
}
