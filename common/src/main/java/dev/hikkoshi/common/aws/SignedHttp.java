package dev.hikkoshi.common.aws;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Arrays;
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
  /// A page of Scan is 1 MB of items, whose JSON is longer.
  private static final int LARGEST = 32 << 20;

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

  /// All of the body, in one array from the start where its length is said.
  static byte[] body(HttpExecuteResponse response) throws IOException {
    int length =
        response
            .httpResponse()
            .firstMatchingHeader("Content-Length")
            .map(SignedHttp::length)
            .orElse(0);
    try (InputStream in =
        response
            .responseBody()
            .map(InputStream.class::cast)
            .orElseGet(InputStream::nullInputStream)) {
      var bytes = new byte[length];
      int read = in.readNBytes(bytes, 0, length);
      byte[] rest = in.readAllBytes();
      if (read == length && rest.length == 0) {
        return bytes;
      }
      byte[] all = Arrays.copyOf(bytes, read + rest.length);
      System.arraycopy(rest, 0, all, read, rest.length);
      return all;
    }
  }

  /// @return 0 for what no answer that is read whole is as long as
  private static int length(String said) {
    try {
      long length = Long.parseLong(said);
      return length >= 0 && length <= LARGEST ? (int) length : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
