package dev.hikkoshi.common.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// The SDK's signer says what is right.
class SigV4Test {
  private static final int TRIES = 200;
  private static final List<String> ENDPOINTS =
      List.of(
          "https://dynamodb.eu-west-1.amazonaws.com",
          "https://sqs.eu-west-1.amazonaws.com:443/",
          "http://localhost:80",
          "http://localhost:443",
          "http://127.0.0.1:34567/",
          "https://[::1]:8443");

  private static SdkHttpRequest theirs(
      URI endpoint,
      String service,
      String target,
      byte[] body,
      AwsCredentialsIdentity identity,
      Instant at) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .encodedPath("/")
            .putHeader("Content-Type", "application/x-amz-json-1.0")
            .putHeader("Content-Length", Integer.toString(body.length))
            .putHeader("X-Amz-Target", target)
            .build();
    return AwsV4HttpSigner.create()
        .sign(r ->
            r.identity(identity)
                .request(request)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
        .request();
  }

  /// The request's, and those that its body will bring.
  private static Map<String, List<String>> headers(HttpUriRequestBase request, int length) {
    var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    for (var header : request.getHeaders()) {
      headers.put(header.getName(), List.of(header.getValue()));
    }
    headers.put("Content-Length", List.of(Integer.toString(length)));
    headers.put("Content-Type", List.of(SigV4.CONTENT_TYPE.toString()));
    return headers;
  }

  private static Map<String, List<String>> headers(SdkHttpRequest request) {
    var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(request.headers());
    return headers;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void signsAsTheSdkSigns(long seed) {
    var random = new SplittableRandom(seed);
    var sqs = new SigV4("eu-west-1", "sqs");
    var dynamoDb = new SigV4("eu-west-1", "dynamodb");
    for (int i = 0; i < TRIES; i++) {
      boolean queue = random.nextBoolean();
      URI endpoint = URI.create(ENDPOINTS.get(random.nextInt(ENDPOINTS.size())));
      String target = "Service_" + random.nextInt(100) + ".Operation";
      byte[] buffer = new byte[random.nextInt(2_000)];
      random.nextBytes(buffer);
      byte[] body = Arrays.copyOf(buffer, random.nextInt(buffer.length + 1));
      // Few, so that keys are met again.
      String secret = "secret+/" + random.nextInt(3);
      AwsCredentialsIdentity identity =
          random.nextBoolean()
              ? AwsCredentialsIdentity.create("AKID", secret)
              : AwsSessionCredentialsIdentity.create("AKID", secret, "token/+=" + random.nextInt());
      Instant at = Instant.ofEpochSecond(1_790_000_000L + random.nextInt(3 * 86_400), 5);

      var ours = (queue ? sqs : dynamoDb).sign(endpoint, target, buffer, body.length, identity, at);

      SdkHttpRequest theirs =
          theirs(endpoint, queue ? "sqs" : "dynamodb", target, body, identity, at);
      assertThat(headers(ours, body.length)).as("seed %d", seed).isEqualTo(headers(theirs));
      assertThat(ours.getPath()).isEqualTo(theirs.encodedPath());
      assertThat(ours.getMethod()).isEqualTo(theirs.method().name());
    }
  }
}
