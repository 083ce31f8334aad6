package dev.hikkoshi.stack;

import java.util.List;
import java.util.Map;

/// IAM policy documents.
final class Policy {
  private Policy() {}

  static Map<String, Object> of(List<Map<String, Object>> statements) {
    return Map.of("Version", "2012-10-17", "Statement", statements);
  }

  static Map<String, Object> allow(List<String> actions, String... resources) {
    return Map.of("Effect", "Allow", "Action", actions, "Resource", List.of(resources));
  }

  static Map<String, Object> allowIf(
      List<String> actions, String resource, Map<String, Object> condition) {
    return Map.of(
        "Effect",
        "Allow",
        "Action",
        actions,
        "Resource",
        List.of(resource),
        "Condition",
        condition);
  }
}
