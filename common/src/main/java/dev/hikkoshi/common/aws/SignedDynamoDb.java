package dev.hikkoshi.common.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.zip.CRC32;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.Region;

/// Protocol: POST `/` with `X-Amz-Target: DynamoDB_20120810.<operation>` and
/// `application/x-amz-json-1.0`, signed with Signature Version 4; responses carry `x-amz-crc32` of
/// the body.
final class SignedDynamoDb implements RawDynamoDb {
  private static final String CONTENT_TYPE = "application/x-amz-json-1.0";

  private final SdkHttpClient http;
  private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
  private final Region region;
  private final URI endpoint;
  private final Clock clock;
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  SignedDynamoDb(
      SdkHttpClient http,
      IdentityProvider<? extends AwsCredentialsIdentity> credentials,
      Region region,
      URI endpoint,
      Clock clock) {
    this.http = http;
    this.credentials = credentials;
    this.region = region;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  @Override
  public Reply call(String operation, byte[] buffer, int length, Instant signedAt)
      throws IOException {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .encodedPath("/")
            .putHeader("Content-Type", CONTENT_TYPE)
            .putHeader("Content-Length", Integer.toString(length))
            .putHeader("X-Amz-Target", "DynamoDB_20120810." + operation)
            .build();
    ContentStreamProvider body =
        ContentStreamProvider.fromInputStreamSupplier(
            () -> new ByteArrayInputStream(buffer, 0, length));
    AwsCredentialsIdentity identity = SignedHttp.identity(credentials);
    SignedRequest signed =
        signer.sign(r ->
            r.identity(identity)
                .request(request)
                .payload(body)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "dynamodb")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(signedAt, ZoneOffset.UTC)));
    return reply(SignedHttp.send(http, signed));
  }

  @Override
  public Clock clock() {
    return clock;
  }

  private static Reply reply(HttpExecuteResponse response) throws IOException {
    byte[] bytes = SignedHttp.body(response);
    var crc = response.httpResponse().firstMatchingHeader("x-amz-crc32");
    if (crc.isPresent() && !crc.get().equals(Long.toString(crc32(bytes)))) {
      throw new IOException("response damaged on the way: its CRC-32 is not " + crc.get());
    }
    return new Reply(response.httpResponse().statusCode(), bytes);
  }

  private static long crc32(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
