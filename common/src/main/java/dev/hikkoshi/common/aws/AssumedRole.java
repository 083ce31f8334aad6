package dev.hikkoshi.common.aws;

import dev.hikkoshi.common.migration.Role;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/// The credentials of a role, assumed with this process's own and assumed again before they expire.
/// Nothing is asked for before they are needed. Thread-safe.
final class AssumedRole implements AutoCloseable {
  private static final String SESSION = "hikkoshi";

  private final StsClient sts;
  private final StsAssumeRoleCredentialsProvider credentials;

  AssumedRole(Role role, SdkHttpClient http) {
    sts = StsClient.builder().httpClient(http).build();
    credentials =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(
                r -> r.roleArn(role.arn()).roleSessionName(SESSION).externalId(role.externalId()))
            .build();
  }

  StsAssumeRoleCredentialsProvider credentials() {
    return credentials;
  }

  @Override
  public void close() {
    credentials.close();
    sts.close();
  }
}
