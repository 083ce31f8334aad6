package dev.hikkoshi.common.aws;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/// Where signed calls of AWS's JSON protocol go out: the same Apache HttpClient that the SDK uses,
/// set up as the SDK does it (TLS, proxies, timeouts, keep-alive), but with no layer between, and
/// with buffers that a usual request fits, so that it leaves in one piece. What that saves is in
/// docs/performance.md. One call is one request: nothing is sent again or redirected. Thread-safe.
final class JsonHttp implements AutoCloseable {
  // The SDK's defaults (SdkHttpConfigurationOption), but for how long a connection is waited for
  private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(2);
  private static final Timeout POOL_TIMEOUT = Timeout.ofSeconds(60);
  private static final TimeValue IDLE = TimeValue.ofSeconds(60);

  /// Of each connection, in either direction. A body of more than half of it leaves apart from its
  /// headers; 25 items are 8 KB.
  private static final int BUFFER_BYTES = 32 << 10;

  private final CloseableHttpClient client;
  private final Watchdog watchdog;

  /// @param connections the most open at once
  /// @param limit how long a call may take, to the last byte of its answer
  JsonHttp(int connections, Duration limit) {
    this(connections, limit, ProxyConfiguration.builder().build());
  }

  JsonHttp(int connections, Duration limit, ProxyConfiguration proxy) {
    var pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .useSystemProperties()
            .setMaxConnTotal(connections)
            .setMaxConnPerRoute(connections)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(CONNECT_TIMEOUT)
                    .setSocketTimeout(Timeout.DISABLED) // see Watchdog
                    .build())
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(Http1Config.custom().setBufferSize(BUFFER_BYTES).build())
                    .build())
            .build();
    var builder =
        HttpClientBuilder.create()
            .setConnectionManager(pool)
            .setDefaultRequestConfig(
                RequestConfig.custom().setConnectionRequestTimeout(POOL_TIMEOUT).build())
            .evictIdleConnections(IDLE)
            .disableAuthCaching()
            .disableAutomaticRetries()
            .disableContentCompression()
            .disableCookieManagement()
            .disableDefaultUserAgent()
            .disableRedirectHandling();
    Proxy.of(proxy).ifPresent(known -> known.applyTo(builder));
    client = builder.build();
    watchdog = new Watchdog(limit);
  }

  /// Sends one request and reads all of its answer.
  ///
  /// @throws NotSentException if nobody answers there
  /// @throws IOException if no complete answer came back; the request may or may not have taken
  ///   effect
  Response send(HttpHost target, HttpUriRequestBase signed) throws IOException {
    Watchdog.Call call = watchdog.watch(signed::cancel);
    try (call;
        var response = client.executeOpen(target, signed, null)) {
      return new Response(response, body(response.getEntity()));
    } catch (ConnectException | UnknownHostException e) {
      throw SignedHttp.nobodyAnswers(target.toURI(), e);
    } catch (IOException | RuntimeException e) { // the client throws either when it is cut
      call.throwIfLate(e);
      throw e;
    }
  }

  @Override
  public void close() {
    watchdog.close();
    client.close(CloseMode.IMMEDIATE);
  }

  private static byte[] body(HttpEntity entity) throws IOException {
    return entity == null
        ? new byte[0]
        : SignedHttp.body(entity.getContent(), entity.getContentLength());
  }

  /// A complete answer.
  static final class Response {
    private final ClassicHttpResponse head;
    private final byte[] body;

    private Response(ClassicHttpResponse head, byte[] body) {
      this.head = head;
      this.body = body;
    }

    int status() {
      return head.getCode();
    }

    Optional<String> header(String name) {
      return Optional.ofNullable(head.getFirstHeader(name)).map(Header::getValue);
    }

    byte[] body() {
      return body;
    }
  }
}
