package dev.hikkoshi.runbook.service;

import dev.hikkoshi.common.aws.WholeNumbers;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// Where a service's metrics go; nowhere unless its environment says so.
///
/// @param namespace in CloudWatch; empty: not there
/// @param port where Prometheus may read them; 1 to 65,535
public record MetricsSettings(Optional<String> namespace, OptionalInt port) {
  /// Where CloudWatch keeps them unless told otherwise.
  public static final String DEFAULT_NAMESPACE = "Hikkoshi";

  private static final String WHERE = "HIKKOSHI_METRICS";
  private static final String NAMESPACE = "HIKKOSHI_METRICS_NAMESPACE";
  private static final String PORT = "HIKKOSHI_METRICS_PORT";
  private static final Pattern ALLOWED = Pattern.compile("[0-9A-Za-z._/#-]{1,255}");
  private static final int MAX_PORT = 65_535;

  /// Reads `HIKKOSHI_METRICS`, `HIKKOSHI_METRICS_NAMESPACE` and `HIKKOSHI_METRICS_PORT`.
  ///
  /// @throws IllegalArgumentException naming the variable, its value and what is allowed
  public static MetricsSettings from(Map<String, String> environment) {
    return new MetricsSettings(namespace(environment), port(environment));
  }

  private static Optional<String> namespace(Map<String, String> environment) {
    String where = environment.getOrDefault(WHERE, "none");
    String namespace = environment.getOrDefault(NAMESPACE, DEFAULT_NAMESPACE);
    if (!ALLOWED.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          NAMESPACE + " is '" + namespace + "'; allowed: 1 to 255 letters, digits and ._/#-");
    }
    return switch (where) {
      case "none" -> Optional.empty();
      case "cloudwatch" -> Optional.of(namespace);
      default ->
          throw new IllegalArgumentException(
              WHERE + " is '" + where + "'; allowed: cloudwatch, none");
    };
  }

  private static OptionalInt port(Map<String, String> environment) {
    return environment.containsKey(PORT)
        ? OptionalInt.of(new WholeNumbers(environment).get(PORT, MAX_PORT, MAX_PORT))
        : OptionalInt.empty();
  }
}
