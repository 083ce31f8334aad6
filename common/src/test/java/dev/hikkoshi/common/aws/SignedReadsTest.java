package dev.hikkoshi.common.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Against an HTTP server on loopback. Whose request it was is seen by its `User-Agent`.
@Timeout(60)
class SignedReadsTest {
  private static final byte[] OBJECT = "what the object holds".getBytes(UTF_8);

  private record Seen(String path, boolean bySdk, Headers headers) {}

  private interface Behaviour {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = SignedReadsTest::giveObject;
  private HttpServer server;
  private S3Client s3;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
    // What is not given back keeps whoever comes next from reading.
    var http = Apache5HttpClient.builder().maxConnections(1).build();
    var signed = new SignedS3(http);
    s3 =
        new SignedReads(
            S3Client.builder()
                .httpClient(http)
                .endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .forcePathStyle(true)
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))
                .overrideConfiguration(c -> c.addExecutionInterceptor(signed))
                .build(),
            signed,
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    s3.close();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean bySdk =
          String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent")).contains("aws-sdk");
      seen.add(
          new Seen(exchange.getRequestURI().getRawPath(), bySdk, exchange.getRequestHeaders()));
      behaviour.answer(exchange);
    }
  }

  private static void giveObject(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    exchange.getResponseHeaders().set("ETag", "\"e\"");
    exchange.sendResponseHeaders(range == null ? 200 : 206, OBJECT.length - from);
    exchange.getResponseBody().write(OBJECT, from, OBJECT.length - from);
  }

  private static void give(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
  }

  private String read(Consumer<GetObjectRequest.Builder> request) throws IOException {
    try (var in = s3.getObject(request)) {
      assertThat(in.response().eTag()).isEqualTo("\"e\"");
      assertThat(in.response().contentLength()).isPositive();
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private void learn() throws IOException {
    read(r -> r.bucket("b").key("first"));
    assertThat(seen).singleElement().matches(Seen::bySdk);
    seen.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data/a.json.gz", "a//b", " c +%/ü*~'()", "AWSDynamoDB/01-x/data/y"})
  void readsWhereTheSdkReads(String key) throws IOException {
    learn();
    assertThat(read(r -> r.bucket("b").key(key).ifMatch("\"e\"").range("bytes=5-")))
        .isEqualTo(new String(OBJECT, UTF_8).substring(5));
    s3.headObject(r -> r.bucket("b").key(key));

    assertThat(seen).hasSize(2);
    Seen ours = seen.get(0);
    assertThat(ours.bySdk).isFalse();
    assertThat(ours.path).isEqualTo(seen.get(1).path);
    assertThat(ours.headers.getFirst("If-Match")).isEqualTo("\"e\"");
    assertThat(ours.headers.getFirst("Authorization"))
        .contains("AKID/", "/eu-west-1/s3/aws4_request", "if-match;", "range;");
  }

  @Test
  void leavesToTheSdkWhatIsMoreThanARead() throws IOException {
    learn();
    read(r -> r.bucket("b").key("k").partNumber(1));
    s3.getObjectAsBytes(r -> r.bucket("b").key("k"));

    assertThat(seen).hasSize(2).allMatch(Seen::bySdk);
  }

  @Test
  void learnsEachBucketApart() throws IOException {
    learn();
    read(r -> r.bucket("another").key("k"));

    assertThat(seen).singleElement().matches(Seen::bySdk);
  }

  @ParameterizedTest
  @ValueSource(ints = {412, 404, 403, 301})
  void isRefusedAsTheSdkIs(int status) throws IOException {
    learn();
    behaviour = exchange -> give(exchange, status);

    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(() -> read(r -> r.bucket("b").key("k").ifMatch("\"old\"")))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(status));
    assertThat(seen).extracting(Seen::bySdk).containsExactly(false, true);
  }

  @Test
  void isTriedAgainAsTheSdkDoes() throws IOException {
    learn();
    behaviour =
        exchange -> {
          if (seen.size() < 3) {
            give(exchange, 503);
          } else {
            giveObject(exchange);
          }
        };

    assertThat(read(r -> r.bucket("b").key("k"))).isEqualTo(new String(OBJECT, UTF_8));
    assertThat(seen).extracting(Seen::bySdk).containsExactly(false, true, true);
  }

  @Test
  void aConnectionThatBreaksBeforeTheAnswerIsTheSdksToo() throws IOException {
    learn();
    behaviour =
        exchange -> {
          if (seen.size() > 1) {
            giveObject(exchange);
          } // else closed without an answer
        };

    assertThat(read(r -> r.bucket("b").key("k"))).isEqualTo(new String(OBJECT, UTF_8));
    assertThat(seen).extracting(Seen::bySdk).containsExactly(false, true);
  }

  /// Bytes from the beginning would be taken for those from the fifth on.
  @Test
  void aRangeThatIsNotAnsweredAsOneIsNotTaken() throws IOException {
    learn();
    behaviour =
        exchange -> {
          if (seen.size() == 1) {
            exchange.sendResponseHeaders(200, OBJECT.length);
            exchange.getResponseBody().write(OBJECT);
          } else {
            giveObject(exchange);
          }
        };

    assertThat(read(r -> r.bucket("b").key("k").range("bytes=5-")))
        .isEqualTo(new String(OBJECT, UTF_8).substring(5));
  }
}
