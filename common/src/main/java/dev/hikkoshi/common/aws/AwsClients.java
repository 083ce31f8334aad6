package dev.hikkoshi.common.aws;

import dev.hikkoshi.common.migration.Role;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/// The AWS clients of one process, over one shared HTTP client. Region, credentials and endpoints
/// come from where the AWS SDK always takes them. Thread-safe.
public final class AwsClients implements Clients {
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

  /// For what takes milliseconds, but carries up to 8 MB.
  private static final Duration JSON_LIMIT = Duration.ofSeconds(60);

  /// S3 may take its time before it answers that gigabytes are copied.
  private static final Duration COPY_TIMEOUT = Duration.ofMinutes(3);

  /// Copies take S3's time, not this process's: many go side by side.
  private static final int COPIES_PER_CONNECTION = 16;

  private final SdkHttpClient http;
  private final SdkHttpClient copyHttp;
  private final JsonHttp jsonHttp;
  private final EndpointRecorder endpoint = new EndpointRecorder();
  private final ServerClock clock = new ServerClock(Clock.systemUTC());
  private final AwsAccount own;
  private final Map<Role, AwsAccount> roles = new HashMap<>();
  private final List<SnsClient> topics = new CopyOnWriteArrayList<>();

  /// @param connections the most connections open at once of the SDK's clients, and as many of
  ///   calls signed here; copies of objects may have sixteen times as many
  public AwsClients(int connections) {
    http = http(connections, SOCKET_TIMEOUT);
    copyHttp = http(COPIES_PER_CONNECTION * connections, COPY_TIMEOUT);
    jsonHttp = new JsonHttp(connections, JSON_LIMIT);
    own = new AwsAccount(http, copyHttp, jsonHttp, endpoint, clock, null);
  }

  private static SdkHttpClient http(int connections, Duration socketTimeout) {
    return new InterruptibleHttp(
        Apache5HttpClient.builder()
            .maxConnections(connections)
            .socketTimeout(socketTimeout)
            .connectionAcquisitionTimeout(Duration.ofSeconds(60))
            .build());
  }

  /// Clients that send every request once, and add no checksum that was not asked for: it would
  /// change what the copy carries.
  ///
  /// @param settings of the SDK's client, but for its HTTP client
  public static CopyClients copyClients(S3ClientBuilder settings, SdkHttpClient http) {
    var signed = new SignedS3(http);
    S3Client s3 =
        settings
            .httpClient(http)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .overrideConfiguration(
                settings.overrideConfiguration().toBuilder()
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .addExecutionInterceptor(signed)
                    .addExecutionInterceptor(new VersionOrder())
                    .build())
            .build();
    return new CopyClients(
        s3, signed.copies(s3.serviceClientConfiguration().credentialsProvider()));
  }

  /// Control calls and the ledger; retries by the SDK's standard mode.
  @Override
  public DynamoDbClient dynamoDb() {
    return own.dynamoDb();
  }

  /// Reads of exports; retries by the SDK's standard mode.
  @Override
  public S3Client s3() {
    return own.s3();
  }

  @Override
  public CopyClients copies() {
    return own.copies();
  }

  @Override
  public Topic topic(String arn) {
    var sns = SnsClient.builder().httpClient(http).region(Region.of(arn.split(":", -1)[3])).build();
    topics.add(sns);
    return message -> sns.publish(r -> r.topicArn(arn).message(message));
  }

  /// Settings for SQS clients.
  public SqsClientBuilder sqs() {
    return SqsClient.builder().httpClient(http);
  }

  /// Signed calls of SQS, with bodies as bytes.
  public SignedJson sqsCalls() {
    var configuration = own.dynamoDb().serviceClientConfiguration();
    return new SignedJson(
        jsonHttp, configuration.credentialsProvider(), configuration.region(), "sqs");
  }

  /// The time as AWS has it, as far as this machine knows.
  public Clock clock() {
    return clock;
  }

  /// The hot path's client, which sends to where [#dynamoDb] sent its last request.
  ///
  /// @throws IllegalStateException if [#dynamoDb] has sent none yet
  @Override
  public RawDynamoDb rawDynamoDb() {
    return own.rawDynamoDb();
  }

  @Override
  public Account as(@Nullable Role role) {
    if (role == null) {
      return own;
    }
    synchronized (roles) {
      return roles.computeIfAbsent(
          role,
          _ ->
              new AwsAccount(
                  http, copyHttp, jsonHttp, endpoint, clock, new AssumedRole(role, http)));
    }
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
    synchronized (roles) {
      roles.values().forEach(AwsAccount::close);
    }
    own.close();
    topics.forEach(SnsClient::close);
    copyHttp.close();
    jsonHttp.close();
    http.close();
  }
}
