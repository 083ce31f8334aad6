package dev.hikkoshi.worker.adhoc;

import dev.hikkoshi.common.unit.CopyObjects;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Between which buckets others may have objects copied, and where they hear of it.
///
/// @param routes `source->destination` each; none by default
/// @param topic the ARN of an SNS topic
public record AdHocSettings(Set<String> routes, Optional<String> topic) {
  /// Nobody may.
  public static final AdHocSettings NONE = new AdHocSettings(Set.of(), Optional.empty());

  private static final String ROUTES = "HIKKOSHI_ADHOC_ROUTES";
  private static final String TOPIC = "HIKKOSHI_NOTIFY_TOPIC";
  private static final Pattern ROUTE =
      Pattern.compile("[a-zA-Z0-9._-]{3,255}->[a-zA-Z0-9._-]{3,255}");
  private static final Pattern ARN = Pattern.compile("arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:.+");

  public AdHocSettings {
    routes = Set.copyOf(routes);
  }

  /// Reads `HIKKOSHI_ADHOC_ROUTES` (`src->dst,…`) and `HIKKOSHI_NOTIFY_TOPIC`.
  ///
  /// @throws IllegalArgumentException naming the variable, its value and what is allowed
  public static AdHocSettings from(Map<String, String> environment) {
    String routes = environment.getOrDefault(ROUTES, "");
    Set<String> all =
        Arrays.stream(routes.split(",", -1))
            .map(String::strip)
            .filter(route -> !route.isEmpty())
            .collect(Collectors.toSet());
    if (!all.stream().allMatch(route -> ROUTE.matcher(route).matches())) {
      throw new IllegalArgumentException(
          ROUTES + " is '" + routes + "'; allowed: source->destination, and more after commas");
    }
    String topic = environment.getOrDefault(TOPIC, "");
    if (!topic.isEmpty() && !ARN.matcher(topic).matches()) {
      throw new IllegalArgumentException(
          TOPIC + " is '" + topic + "'; allowed: the ARN of an SNS topic");
    }
    return new AdHocSettings(all, Optional.of(topic).filter(arn -> !arn.isEmpty()));
  }

  boolean allows(CopyObjects copy) {
    return routes.contains(copy.from() + "->" + copy.to());
  }
}
