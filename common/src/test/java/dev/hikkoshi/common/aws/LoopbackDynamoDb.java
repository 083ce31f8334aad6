package dev.hikkoshi.common.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// An HTTP server on loopback that answers DynamoDB's protocol as a test tells it to, and the
/// client that talks to it.
public final class LoopbackDynamoDb implements AutoCloseable {
  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final JsonHttp http = new JsonHttp(8, Duration.ofSeconds(30));
  private final RawDynamoDb client;

  /// Starts the server.
  public LoopbackDynamoDb(Answers answers) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> respond(exchange, answers));
    server.start();
    client =
        new SignedDynamoDb(
            http,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")),
            Region.EU_WEST_1,
            endpoint(),
            java.time.Clock.systemUTC());
  }

  /// Where it listens.
  public URI endpoint() {
    return URI.create(
        "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort());
  }

  public RawDynamoDb client() {
    return client;
  }

  private static void respond(HttpExchange exchange, Answers answers) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      var headers = new HashMap<String, String>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) ->
              headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
      Answer answer = answers.answer(new Request(headers, body));
      if (answer.crc != null) {
        exchange.getResponseHeaders().set("x-amz-crc32", answer.crc);
      }
      exchange.sendResponseHeaders(
          answer.status, answer.body.length == 0 ? -1 : answer.body.length + (answer.cut ? 1 : 0));
      exchange.getResponseBody().write(answer.body);
    }
  }

  /// Refuses connections from now on.
  public void stopListening() {
    server.stop(0);
  }

  /// From now on nobody listens.
  public void stop() {
    server.stop(0);
  }

  @Override
  public void close() {
    http.close();
    stopListening();
  }

  /// Says what is answered.
  @FunctionalInterface
  public interface Answers {
    Answer answer(Request request);
  }

  /// @param headers by their names in lower case
  public record Request(Map<String, String> headers, byte[] body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    public String text() {
      return new String(body, UTF_8);
    }
  }

  /// @param crc the header `x-amz-crc32`; none if null
  /// @param cut whether the connection breaks before the last byte
  public record Answer(int status, byte[] body, @Nullable String crc, boolean cut) {
    /// A whole answer with its checksum.
    public static Answer of(int status, String body) {
      byte[] bytes = body.getBytes(UTF_8);
      var crc = new CRC32();
      crc.update(bytes);
      return new Answer(status, bytes, Long.toString(crc.getValue()), false);
    }

    /// An error as AWS writes it.
    public static Answer error(int status, String code, String message) {
      return of(
          status,
          "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
              + code
              + "\",\"message\":\""
              + message
              + "\"}");
    }

    public Answer withCrc(@Nullable String other) {
      return new Answer(status, body, other, cut);
    }

    public Answer cutOff() {
      return new Answer(status, body, crc, true);
    }
  }
}
