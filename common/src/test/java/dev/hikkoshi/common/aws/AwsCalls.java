package dev.hikkoshi.common.aws;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;

/// Signed calls to whatever a test listens with.
public final class AwsCalls {
  private AwsCalls() {}

  /// Of SQS.
  public static SignedJson sqs() {
    return new SignedJson(
        Apache5HttpClient.create(),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")),
        Region.EU_WEST_1,
        "sqs");
  }
}
