package dev.hikkoshi.common.aws;

import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/// The AWS clients of one process, over one shared HTTP client. Region, credentials and endpoints
/// come from where the AWS SDK always takes them. Thread-safe.
public final class AwsClients implements Clients {
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

  /// The SDK's standard, and for what else a request of the ledger may meet: an answer damaged on
  /// its way, and a request so long on its way that its signature is too old.
  private static final RetryStrategy RETRIES =
      AwsRetryStrategy.standardRetryStrategy().toBuilder()
          .maxAttempts(6)
          .retryOnExceptionOrCause(Crc32MismatchException.class)
          .retryOnException(AwsClients::isExpired)
          .build();

  private final SdkHttpClient http;
  private final EndpointRecorder endpoint = new EndpointRecorder();
  private final ServerClock clock = new ServerClock(Clock.systemUTC());
  private final DynamoDbClient dynamoDb;
  private final S3Client s3;

  /// @param connections the most connections open at once
  public AwsClients(int connections) {
    http =
        Apache5HttpClient.builder()
            .maxConnections(connections)
            .socketTimeout(SOCKET_TIMEOUT)
            .connectionAcquisitionTimeout(Duration.ofSeconds(60))
            .build();
    dynamoDb =
        DynamoDbClient.builder()
            .httpClient(http)
            .overrideConfiguration(c ->
                c.addExecutionInterceptor(endpoint)
                    .addExecutionInterceptor(clock)
                    .retryStrategy(RETRIES))
            .build();
    s3 = S3Client.builder().httpClient(http).build();
  }

  private static boolean isExpired(Throwable e) {
    return e instanceof DynamoDbException refused
        && String.valueOf(refused.getMessage()).contains("Signature expired");
  }

  /// Control calls and the ledger; retries by the SDK's standard mode.
  @Override
  public DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  /// Reads of exports; retries by the SDK's standard mode.
  @Override
  public S3Client s3() {
    return s3;
  }

  /// Settings for SQS clients.
  public SqsClientBuilder sqs() {
    return SqsClient.builder().httpClient(http);
  }

  /// The hot path's client, which sends to where [#dynamoDb] sent its last request.
  ///
  /// @throws IllegalStateException if [#dynamoDb] has sent none yet
  @Override
  public RawDynamoDb rawDynamoDb() {
    var configuration = dynamoDb.serviceClientConfiguration();
    return new SignedDynamoDb(
        http,
        configuration.credentialsProvider(),
        configuration.region(),
        endpoint.endpoint(),
        clock);
  }

  /// Whether [#dynamoDb] talks to AWS itself, rather than to something compatible.
  ///
  /// @throws IllegalStateException if it has sent no request yet
  @Override
  public boolean isAws() {
    String host = endpoint.endpoint().getHost();
    return host.endsWith(".amazonaws.com")
        || host.endsWith(".amazonaws.com.cn")
        || host.endsWith(".api.aws");
  }

  @Override
  public void close() {
    dynamoDb.close();
    s3.close();
    http.close();
  }
}
