package dev.hikkoshi.common.aws;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.Region;

/// DynamoDB at one endpoint: targets are `DynamoDB_20120810.<operation>`.
final class SignedDynamoDb implements RawDynamoDb {
  private final SignedJson json;
  private final URI endpoint;
  private final Clock clock;

  SignedDynamoDb(
      JsonHttp http,
      IdentityProvider<? extends AwsCredentialsIdentity> credentials,
      Region region,
      URI endpoint,
      Clock clock) {
    this.json = new SignedJson(http, credentials, region, "dynamodb");
    this.endpoint = endpoint;
    this.clock = clock;
  }

  @Override
  public Reply call(String operation, byte[] buffer, int length, Instant signedAt)
      throws IOException {
    return json.call(endpoint, "DynamoDB_20120810." + operation, buffer, length, signedAt);
  }

  @Override
  public Clock clock() {
    return clock;
  }
}
