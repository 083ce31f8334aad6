package dev.hikkoshi.worker.copy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/// Signatures for a chosen instant: AWS refuses the request some minutes after it, whenever it was
/// sent.
record Signing(Instant at) implements Consumer<AwsRequestOverrideConfiguration.Builder> {
  /// Settings of a request. The attribute is deprecated with the SDK's signers of old, but the only
  /// one that a single request can carry; the signers of today heed it.
  @Override
  @SuppressWarnings("deprecation")
  public void accept(AwsRequestOverrideConfiguration.Builder request) {
    request.putExecutionAttribute(
        AwsSignerExecutionAttribute.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC));
  }
}
