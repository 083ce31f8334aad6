package dev.hikkoshi.bench.demo;

import java.util.Map;

/// Points the AWS SDK of this process to an embedded AWS: a process cannot change its own
/// environment, but the SDK takes the same settings from system properties.
public final class SdkSettings {
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "AWS_REGION", "aws.region",
          "AWS_ACCESS_KEY_ID", "aws.accessKeyId",
          "AWS_SECRET_ACCESS_KEY", "aws.secretAccessKey",
          "AWS_ENDPOINT_URL_DYNAMODB", "aws.endpointUrlDynamoDb",
          "AWS_ENDPOINT_URL_S3", "aws.endpointUrlS3",
          "AWS_ENDPOINT_URL_SQS", "aws.endpointUrlSqs",
          "AWS_ENDPOINT_URL_STS", "aws.endpointUrlSts",
          "AWS_ENDPOINT_URL_SNS", "aws.endpointUrlSns",
          "AWS_ENDPOINT_URL_ECS", "aws.endpointUrlEcs",
          "AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING", "aws.endpointUrlApplicationAutoScaling");

  private SdkSettings() {}

  /// Uses the endpoints, region and credentials of an environment from now on.
  public static void use(Map<String, String> environment) {
    PROPERTIES.forEach((variable, property) -> {
      String value = environment.get(variable);
      if (value != null) {
        System.setProperty(property, value);
      }
    });
  }
}
