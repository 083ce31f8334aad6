package dev.hikkoshi.common.aws;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/// An HTTP client of the SDK of which interrupted calls fail as input and output do, which the SDK
/// makes one of its own exceptions. Apache's lets a [CancellationException] through, which nobody
/// expects of AWS, when a call is interrupted while it waits for a connection (seen in version
/// 2.50.2; the request was not sent then). Thread-safe as that client is.
public final class InterruptibleHttp implements SdkHttpClient {
  private final SdkHttpClient http;

  public InterruptibleHttp(SdkHttpClient http) {
    this.http = http;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = http.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        try {
          return prepared.call();
        } catch (CancellationException e) {
          var interrupted = new InterruptedIOException("interrupted before it was sent");
          interrupted.initCause(e);
          throw interrupted;
        }
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  @Override
  public String clientName() {
    return http.clientName();
  }

  @Override
  public void close() {
    http.close();
  }
}
