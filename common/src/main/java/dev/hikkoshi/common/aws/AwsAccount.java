package dev.hikkoshi.common.aws;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.endpoints.AccountIdEndpointMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.s3.S3Client;

/// AWS with this process's own credentials, or with those of a role.
final class AwsAccount implements Account, AutoCloseable {
  /// The SDK's standard, and for what else a request of the ledger may meet: an answer damaged on
  /// its way, and a request so long on its way that its signature is too old.
  private static final RetryStrategy RETRIES =
      AwsRetryStrategy.standardRetryStrategy().toBuilder()
          .maxAttempts(6)
          .retryOnExceptionOrCause(Crc32MismatchException.class)
          .retryOnException(AwsAccount::isExpired)
          .build();

  private final JsonHttp jsonHttp;
  private final EndpointRecorder endpoint;
  private final ServerClock clock;
  private final @Nullable AssumedRole role;
  private final DynamoDbClient dynamoDb;
  private final S3Client s3;
  private final CopyClients copies;
  private @Nullable RawDynamoDb raw;

  /// @param copyHttp for copies of objects
  /// @param endpoint where all accounts send: endpoints of single accounts are not used
  /// @param role null for this process's own credentials; closed with this
  AwsAccount(
      SdkHttpClient http,
      SdkHttpClient copyHttp,
      JsonHttp jsonHttp,
      EndpointRecorder endpoint,
      ServerClock clock,
      @Nullable AssumedRole role) {
    this.jsonHttp = jsonHttp;
    this.endpoint = endpoint;
    this.clock = clock;
    this.role = role;
    var dynamoDbBuilder =
        DynamoDbClient.builder()
            .httpClient(http)
            .accountIdEndpointMode(AccountIdEndpointMode.DISABLED)
            .overrideConfiguration(c ->
                c.addExecutionInterceptor(endpoint)
                    .addExecutionInterceptor(clock)
                    .retryStrategy(RETRIES));
    var reads = new SignedS3(http);
    var s3Builder =
        S3Client.builder()
            .httpClient(http)
            .overrideConfiguration(
                c -> c.addExecutionInterceptor(reads).addExecutionInterceptor(new VersionOrder()));
    var copyBuilder = S3Client.builder();
    if (role != null) {
      dynamoDbBuilder.credentialsProvider(role.credentials());
      s3Builder.credentialsProvider(role.credentials());
      copyBuilder.credentialsProvider(role.credentials());
    }
    dynamoDb = dynamoDbBuilder.build();
    s3 = new SignedReads(s3Builder.build(), reads, clock);
    copies = AwsClients.copyClients(copyBuilder, copyHttp);
  }

  private static boolean isExpired(Throwable e) {
    return e instanceof DynamoDbException refused
        && String.valueOf(refused.getMessage()).contains("Signature expired");
  }

  @Override
  public DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  @Override
  public S3Client s3() {
    return s3;
  }

  @Override
  public CopyClients copies() {
    return copies;
  }

  @Override
  public synchronized RawDynamoDb rawDynamoDb() {
    RawDynamoDb known = raw;
    if (known == null) {
      var configuration = dynamoDb.serviceClientConfiguration();
      known =
          new SignedDynamoDb(
              jsonHttp,
              configuration.credentialsProvider(),
              configuration.region(),
              endpoint.endpoint(),
              clock);
      raw = known;
    }
    return known;
  }

  @Override
  public void close() {
    dynamoDb.close();
    s3.close();
    copies.s3().close();
    if (role != null) {
      role.close();
    }
  }
}
