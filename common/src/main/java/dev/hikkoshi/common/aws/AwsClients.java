package dev.hikkoshi.common.aws;

import dev.hikkoshi.common.migration.Role;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/// The AWS clients of one process, over one shared HTTP client. Region, credentials and endpoints
/// come from where the AWS SDK always takes them. Thread-safe.
public final class AwsClients implements Clients {
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

  private final SdkHttpClient http;
  private final EndpointRecorder endpoint = new EndpointRecorder();
  private final ServerClock clock = new ServerClock(Clock.systemUTC());
  private final AwsAccount own;
  private final Map<Role, AwsAccount> roles = new HashMap<>();

  /// @param connections the most connections open at once
  public AwsClients(int connections) {
    http =
        Apache5HttpClient.builder()
            .maxConnections(connections)
            .socketTimeout(SOCKET_TIMEOUT)
            .connectionAcquisitionTimeout(Duration.ofSeconds(60))
            .build();
    own = new AwsAccount(http, endpoint, clock, null);
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

  /// Settings for SQS clients.
  public SqsClientBuilder sqs() {
    return SqsClient.builder().httpClient(http);
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
          role, _ -> new AwsAccount(http, endpoint, clock, new AssumedRole(role, http)));
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
    http.close();
  }
}
