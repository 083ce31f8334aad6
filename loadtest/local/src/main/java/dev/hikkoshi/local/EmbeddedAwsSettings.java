package dev.hikkoshi.local;

import dev.hikkoshi.local.dynamodb.RequestFilter;
import dev.hikkoshi.local.faults.FaultPlan;
import java.time.Duration;
import java.util.List;

/// How an embedded AWS is set up.
///
/// @param signatureValidity how long after the instant it was signed for a DynamoDB request may
///   take effect; whole seconds. AWS gives minutes; here it is short, so that nobody waits long for
///   a frozen client's last write to become harmless
/// @param filters steps in front of DynamoDB, in this order
/// @param faults what goes wrong, once they have begun
public record EmbeddedAwsSettings(
    Duration signatureValidity, List<RequestFilter> filters, FaultPlan faults) {
  public EmbeddedAwsSettings {
    filters = List.copyOf(filters);
  }

  /// 20 s, nothing in front, nothing goes wrong.
  public static EmbeddedAwsSettings defaults() {
    return new EmbeddedAwsSettings(Duration.ofSeconds(20), List.of(), FaultPlan.NONE);
  }

  public EmbeddedAwsSettings withSignatureValidity(Duration validity) {
    return new EmbeddedAwsSettings(validity, filters, faults);
  }

  public EmbeddedAwsSettings withFilters(List<RequestFilter> steps) {
    return new EmbeddedAwsSettings(signatureValidity, steps, faults);
  }

  public EmbeddedAwsSettings withFaults(FaultPlan plan) {
    return new EmbeddedAwsSettings(signatureValidity, filters, plan);
  }
}
