package dev.hikkoshi.common.aws;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// Signed calls to whatever a test listens with.
public final class AwsCalls {
  private AwsCalls() {}

  /// Of SQS.
  public static SignedJson sqs() {
    return new SignedJson(
        new JsonHttp(8, Duration.ofSeconds(30)),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")),
        Region.EU_WEST_1,
        "sqs");
  }
}
