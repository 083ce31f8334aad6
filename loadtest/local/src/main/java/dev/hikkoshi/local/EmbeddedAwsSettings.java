package dev.hikkoshi.local;

import dev.hikkoshi.local.dynamodb.RequestFilter;
import dev.hikkoshi.local.faults.FaultPlan;
import dev.hikkoshi.local.s3.BucketLimits;
import dev.hikkoshi.local.sts.Accounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How an embedded AWS is set up.
///
/// @param signatureValidity how long after the instant it was signed for a DynamoDB request may
///   take effect; whole seconds. AWS gives minutes; here it is short, so that nobody waits long for
///   a frozen client's last write to become harmless
/// @param filters steps in front of DynamoDB, in this order
/// @param bucketLimits how much each bucket takes
/// @param faults what goes wrong, once they have begun
/// @param accounts whose tables and buckets are whose
public record EmbeddedAwsSettings(
    Duration signatureValidity,
    List<RequestFilter> filters,
    BucketLimits bucketLimits,
    FaultPlan faults,
    Accounts accounts) {
  public EmbeddedAwsSettings {
    filters = List.copyOf(filters);
  }

  /// 20 s, nothing in front, nothing goes wrong.
  public static EmbeddedAwsSettings defaults() {
    return new EmbeddedAwsSettings(
        Duration.ofSeconds(20), List.of(), BucketLimits.NONE, FaultPlan.NONE, Accounts.NONE);
  }

  public EmbeddedAwsSettings withSignatureValidity(Duration validity) {
    return new EmbeddedAwsSettings(validity, filters, bucketLimits, faults, accounts);
  }

  public EmbeddedAwsSettings withFilters(List<RequestFilter> steps) {
    return new EmbeddedAwsSettings(signatureValidity, steps, bucketLimits, faults, accounts);
  }

  public EmbeddedAwsSettings withBucketLimits(BucketLimits limits) {
    return new EmbeddedAwsSettings(signatureValidity, filters, limits, faults, accounts);
  }

  public EmbeddedAwsSettings withFaults(FaultPlan plan) {
    return new EmbeddedAwsSettings(signatureValidity, filters, bucketLimits, plan, accounts);
  }

  /// @param owners account (12 digits) by the name of a table or bucket
  public EmbeddedAwsSettings withOwners(Map<String, String> owners) {
    return new EmbeddedAwsSettings(
        signatureValidity, filters, bucketLimits, faults, new Accounts(owners));
  }
}
