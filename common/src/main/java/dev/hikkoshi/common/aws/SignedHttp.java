package dev.hikkoshi.common.aws;

import java.io.ByteArrayOutputStream;
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

  /// Of an answer that does not say its length.
  private static final int USUAL = 16 << 10;

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
      throw nobodyAnswers(signed.protocol() + "://" + signed.host() + ":" + signed.port(), e);
    }
  }

  static NotSentException nobodyAnswers(String where, IOException cause) {
    return new NotSentException("nobody answers at " + where + ": " + cause.getMessage(), cause);
  }

  /// All of the body.
  static byte[] body(HttpExecuteResponse response) throws IOException {
    long said =
        response
            .httpResponse()
            .firstMatchingHeader("Content-Length")
            .map(SignedHttp::length)
            .orElse(-1L);
    return body(
        response
            .responseBody()
            .map(InputStream.class::cast)
            .orElseGet(InputStream::nullInputStream),
        said);
  }

  /// All of a body, in one array from the start where its length is said.
  ///
  /// @param body is closed
  /// @param said negative if nothing is said
  static byte[] body(InputStream body, long said) throws IOException {
    int length = said >= 0 && said <= LARGEST ? (int) said : 0;
    try (body) {
      var bytes = new byte[length];
      int read = body.readNBytes(bytes, 0, length);
      int next = body.read();
      if (next < 0) {
        return read == length ? bytes : Arrays.copyOf(bytes, read);
      }
      var all = new ByteArrayOutputStream(2 * length + USUAL);
      all.write(bytes, 0, read);
      all.write(next);
      body.transferTo(all);
      return all.toByteArray();
    }
  }

  private static long length(String said) {
    try {
      return Long.parseLong(said);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
