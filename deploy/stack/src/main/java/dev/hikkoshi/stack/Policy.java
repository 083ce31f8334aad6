package dev.hikkoshi.stack;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Fn;

/// IAM policy documents.
final class Policy {
  private Policy() {}

  static Map<String, Object> of(List<Map<String, Object>> statements) {
    return Map.of("Version", "2012-10-17", "Statement", statements);
  }

  /// Who may assume a role: an AWS service, on behalf of this account.
  static Map<String, Object> assumedBy(String service) {
    return of(
        List.of(
            Map.of(
                "Effect",
                "Allow",
                "Principal",
                Map.of("Service", service),
                "Action",
                "sts:AssumeRole",
                "Condition",
                Map.of("StringEquals", Map.of("aws:SourceAccount", Fn.ref("AWS::AccountId"))))));
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
