package dev.hikkoshi.common.aws;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.zip.CRC32;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.Region;

/// AWS's JSON protocol with bodies as bytes: POST `/` with `X-Amz-Target` and
/// `application/x-amz-json-1.0`, signed with Signature Version 4; responses may carry `x-amz-crc32`
/// of the body. One call is one request: retries are the caller's. Thread-safe.
public final class SignedJson {
  private final JsonHttp http;
  private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
  private final SigV4 signer;

  /// @param service as it stands in signatures, such as `dynamodb`
  SignedJson(
      JsonHttp http,
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
    var signed =
        signer.sign(endpoint, target, buffer, length, SignedHttp.identity(credentials), signedAt);
    signed.setEntity(new ByteArrayEntity(buffer, 0, length, SigV4.CONTENT_TYPE));
    var host = new HttpHost(endpoint.getScheme(), endpoint.getHost(), endpoint.getPort());
    JsonHttp.Response response = http.send(host, signed);
    var crc = response.header("x-amz-crc32");
    if (crc.isPresent() && !crc.get().equals(Long.toString(crc32(response.body())))) {
      throw new IOException("response damaged on the way: its CRC-32 is not " + crc.get());
    }
    return new RawDynamoDb.Reply(response.status(), response.body());
  }

  private static long crc32(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
