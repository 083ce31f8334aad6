package dev.hikkoshi.common.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

@Timeout(60)
class JsonHttpTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private int status = 200;
  private HttpServer server;
  private HttpHost here;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            seen.add(exchange.getRequestURI() + " " + body.length);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    here = new HttpHost("http", "127.0.0.1", server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static HttpUriRequestBase request(int bytes) {
    var request = new HttpUriRequestBase("POST", URI.create("/"));
    request.setEntity(new ByteArrayEntity(new byte[bytes], SigV4.CONTENT_TYPE));
    return request;
  }

  private JsonHttp through(Set<String> direct) {
    return new JsonHttp(
        1,
        TIMEOUT,
        ProxyConfiguration.builder()
            .endpoint(URI.create(here.toURI()))
            .nonProxyHosts(direct)
            .build());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15_000, 40_000, 3_000_000})
  void sendsAndReadsBodiesOfAnySize(int bytes) throws IOException {
    try (var http = new JsonHttp(1, TIMEOUT)) {
      for (int i = 0; i < 3; i++) { // one connection: it is handed back
        assertThat(http.send(here, request(bytes)).body()).hasSize(bytes);
      }
    }
    assertThat(seen).hasSize(3).containsOnly("/ " + bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 401, 429, 500, 503})
  void everyAnswerIsTheAnswer(int code) throws IOException {
    status = code;
    try (var http = new JsonHttp(1, TIMEOUT)) {
      assertThat(http.send(here, request(2)).status()).isEqualTo(code);
    }
    assertThat(seen).hasSize(1);
  }

  @Test
  void nobodyThereIsNotSent() {
    server.stop(0);
    try (var http = new JsonHttp(1, TIMEOUT)) {
      assertThatExceptionOfType(NotSentException.class)
          .isThrownBy(() -> http.send(here, request(2)))
          .withMessageContaining("nobody answers at " + here.toURI());
    }
  }

  /// What somebody who was asked may do instead of answering.
  enum Instead {
    NOTHING,
    HALF_AN_ANSWER,
    A_BYTE_NOW_AND_THEN;

    void to(Socket caller) throws IOException, InterruptedException {
      var out = caller.getOutputStream();
      if (this != NOTHING) {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf".getBytes(UTF_8));
      }
      while (this == A_BYTE_NOW_AND_THEN) {
        Thread.sleep(20);
        out.write('.');
      }
      caller.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallEndsAtItsLimitWhateverIsDoneInstead(Instead instead) throws IOException {
    try (var slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var http = new JsonHttp(1, Duration.ofMillis(200))) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket caller = slow.accept()) {
              instead.to(caller);
            } catch (IOException | InterruptedException e) {
              // the caller has gone, which is what is wanted
            }
          });
      isCut(http, slow, 2);
      assertThat(http.send(here, request(3)).body()).hasSize(3); // the connection is free again
    }
  }

  @Test
  void aCallThatNobodyReadsEndsAtItsLimit() throws IOException {
    try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var http = new JsonHttp(1, Duration.ofMillis(200))) {
      isCut(http, deaf, 64 << 20);
    }
  }

  /// All but one are cut while they wait for the only connection.
  @Test
  void callsThatWaitForAConnectionEndAtTheirLimit() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var http = new JsonHttp(1, Duration.ofMillis(200));
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          Stream.generate(() -> callers.submit(() -> isCut(http, silent, 2))).limit(20).toList();
      for (Future<?> call : calls) {
        call.get();
      }
      assertThat(http.send(here, request(3)).body()).hasSize(3); // the connection is free again
    }
  }

  @Test
  void aHandshakeThatNobodyAnswersEnds() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var http = new JsonHttp(1, TIMEOUT)) {
      var host = new HttpHost("https", "127.0.0.1", silent.getLocalPort());
      assertThatIOException().isThrownBy(() -> http.send(host, request(2)));
    }
  }

  private static void isCut(JsonHttp http, ServerSocket slow, int bytes) {
    var host = new HttpHost("http", "127.0.0.1", slow.getLocalPort());
    assertThatIOException()
        .isThrownBy(() -> http.send(host, request(bytes)))
        .isInstanceOf(SocketTimeoutException.class)
        .withMessage("no complete answer within PT0.2S");
  }

  /// What is over is not cut, and what uses its connection afterwards is not either.
  @Test
  void manyCallsOneAfterTheOtherMayTakeLongerThanTheLimit() throws Exception {
    Duration limit = Duration.ofMillis(500);
    try (var http = new JsonHttp(1, limit)) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < 3 * limit.toNanos()) {
        assertThat(http.send(here, request(3)).body()).hasSize(3);
      }
    }
  }

  @Test
  void speaksToNobodyWhoseCertificateIsNotTrusted(@TempDir Path folder) throws Exception {
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder)));
    server.createContext("/", exchange -> seen.add("a request"));
    server.start();
    try (var http = new JsonHttp(1, TIMEOUT)) {
      var host = new HttpHost("https", "localhost", server.getAddress().getPort());
      assertThatExceptionOfType(SSLHandshakeException.class)
          .isThrownBy(() -> http.send(host, request(2)));
    } finally {
      server.stop(0);
    }
    assertThat(seen).isEmpty();
  }

  private static SSLContext selfSigned(Path folder) throws Exception {
    String file = folder.resolve("keys").toString();
    char[] password = "changeit".toCharArray();
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var made =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                file)
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    var store = KeyStore.getInstance(Path.of(file).toFile(), password);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void goesThroughTheProxyOfTheSettings() throws IOException {
    try (var http = through(Set.of())) {
      var response = http.send(new HttpHost("http", "sqs.example", 8080), request(7));
      assertThat(response.body()).hasSize(7);
    }
    assertThat(seen).containsExactly("http://sqs.example:8080/ 7");
  }

  @Test
  void goesStraightToHostsThatNeedNoProxy() throws IOException {
    try (var http = through(Set.of("127\\.0\\.0\\..*"))) {
      http.send(here, request(7));
    }
    assertThat(seen).containsExactly("/ 7");
  }

  @Test
  void sendsTheLoginToTheProxyThatAsksForIt() throws IOException {
    server.removeContext("/");
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String login = exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            seen.add(String.valueOf(login));
            exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"here\"");
            exchange.sendResponseHeaders(login == null ? 407 : 200, -1);
          }
        });
    var settings =
        ProxyConfiguration.builder()
            .endpoint(URI.create(here.toURI()))
            .username("someone")
            .password("secret")
            .build();
    try (var http = new JsonHttp(1, TIMEOUT, settings)) {
      var response = http.send(new HttpHost("http", "sqs.example", 80), request(7));
      assertThat(response.status()).isEqualTo(200);
    }
    String login = Base64.getEncoder().encodeToString("someone:secret".getBytes(UTF_8));
    assertThat(seen).containsExactly("null", "Basic " + login);
  }
}
