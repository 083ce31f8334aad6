package dev.hikkoshi.common.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class InterruptibleHttpTest {
  /// Interrupted just as it gets a connection.
  @Test
  void anInterruptedCallFailsWithAnExceptionOfTheSdk() {
    try (var client =
        DynamoDbClient.builder()
            .httpClient(new InterruptibleHttp(new Cancelled()))
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "none")))
            .build()) {
      assertThatThrownBy(client::listTables).isInstanceOf(SdkException.class);
      // What ends the loops of those who called.
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static final class Cancelled implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          Thread.currentThread().interrupt();
          throw new CancellationException();
        }

        @Override
        public void abort() {
          // it is over already
        }
      };
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
