package dev.hikkoshi.common.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.zip.CRC32;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.Region;

/// AWS's JSON protocol with bodies as bytes: POST `/` with `X-Amz-Target` and
/// `application/x-amz-json-1.0`, signed with Signature Version 4; responses may carry `x-amz-crc32`
/// of the body. One call is one request: retries are the caller's. Thread-safe.
public final class SignedJson {
  private final SdkHttpClient http;
  private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
  private final SigV4 signer;

  /// @param service as it stands in signatures, such as `dynamodb`
  SignedJson(
      SdkHttpClient http,
      IdentityProvider<? extends AwsCredentialsIdentity> credentials,
      Region region,
      String service) {
    this.http = http;
    this.credentials = credentials;
    this.signer = new SigV4(region.id(), service);
  }

  /// Sends one request.
  ///
  /// @param target what `X-Amz-Target` says
  /// @param buffer holds the JSON body in its first `length` bytes
  /// @param signedAt the instant the signature is made for
  /// @throws NotSentException if the request never left
  /// @throws IOException if no complete, undamaged response came back; the request may or may not
  ///   have taken effect
  public RawDynamoDb.Reply call(
      URI endpoint, String target, byte[] buffer, int length, Instant signedAt) throws IOException {
    SdkHttpRequest signed = signer.sign(endpoint, target, buffer, length, identity(), signedAt);
    return reply(
        send(
            endpoint,
            signed,
            ContentStreamProvider.fromInputStreamSupplier(
                () -> new ByteArrayInputStream(buffer, 0, length))));
  }

  private AwsCredentialsIdentity identity() throws NotSentException {
    try {
      return credentials.resolveIdentity().join();
    } catch (SdkException | CompletionException e) {
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      throw new NotSentException("no credentials: " + cause.getMessage(), e);
    }
  }

  private HttpExecuteResponse send(URI endpoint, SdkHttpRequest signed, ContentStreamProvider body)
      throws IOException {
    try {
      return http.prepareRequest(
              HttpExecuteRequest.builder().request(signed).contentStreamProvider(body).build())
          .call();
    } catch (ConnectException | UnknownHostException e) {
      throw new NotSentException("nobody answers at " + endpoint + ": " + e.getMessage(), e);
    }
  }

  private static RawDynamoDb.Reply reply(HttpExecuteResponse response) throws IOException {
    byte[] bytes;
    try (InputStream in =
        response
            .responseBody()
            .map(InputStream.class::cast)
            .orElseGet(InputStream::nullInputStream)) {
      bytes = in.readAllBytes();
    }
    var crc = response.httpResponse().firstMatchingHeader("x-amz-crc32");
    if (crc.isPresent() && !crc.get().equals(Long.toString(crc32(bytes)))) {
      throw new IOException("response damaged on the way: its CRC-32 is not " + crc.get());
    }
    return new RawDynamoDb.Reply(response.httpResponse().statusCode(), bytes);
  }

  private static long crc32(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
