package dev.hikkoshi.common.aws;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/// Signed requests on their way, without a service client.
final class SignedHttp {
  private SignedHttp() {}

  /// @throws NotSentException if there are no credentials
  static AwsCredentialsIdentity identity(
      IdentityProvider<? extends AwsCredentialsIdentity> credentials) throws NotSentException {
    try {
      return credentials.resolveIdentity().join();
    } catch (SdkException | CompletionException e) {
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      throw new NotSentException("no credentials: " + cause.getMessage(), e);
    }
  }

  /// @throws NotSentException if nobody answers there
  static HttpExecuteResponse send(
      SdkHttpClient http, SdkHttpRequest signed, Optional<ContentStreamProvider> body)
      throws IOException {
    try {
      var request = HttpExecuteRequest.builder().request(signed);
      body.ifPresent(request::contentStreamProvider);
      return http.prepareRequest(request.build()).call();
    } catch (ConnectException | UnknownHostException e) {
      throw new NotSentException(
          "nobody answers at "
              + signed.protocol()
              + "://"
              + signed.host()
              + ":"
              + signed.port()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /// All of the body.
  static byte[] body(HttpExecuteResponse response) throws IOException {
    try (InputStream in =
        response
            .responseBody()
            .map(InputStream.class::cast)
            .orElseGet(InputStream::nullInputStream)) {
      return in.readAllBytes();
    }
  }
}
