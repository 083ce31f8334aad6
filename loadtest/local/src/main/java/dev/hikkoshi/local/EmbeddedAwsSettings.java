package dev.hikkoshi.local;

import dev.hikkoshi.local.dynamodb.RequestFilter;
import java.time.Duration;
import java.util.List;

/// How an embedded AWS is set up.
///
/// @param signatureValidity how long after the instant it was signed for a DynamoDB request may
///   take effect; whole seconds. AWS gives minutes; here it is short, so that nobody waits long for
///   a frozen client's last write to become harmless
/// @param filters steps in front of DynamoDB, in this order
public record EmbeddedAwsSettings(Duration signatureValidity, List<RequestFilter> filters) {
  public EmbeddedAwsSettings {
    filters = List.copyOf(filters);
  }

  /// 20 s, nothing in front.
  public static EmbeddedAwsSettings defaults() {
    return new EmbeddedAwsSettings(Duration.ofSeconds(20), List.of());
  }

  public EmbeddedAwsSettings withSignatureValidity(Duration validity) {
    return new EmbeddedAwsSettings(validity, filters);
  }

  public EmbeddedAwsSettings withFilters(List<RequestFilter> steps) {
    return new EmbeddedAwsSettings(signatureValidity, steps);
  }
}
