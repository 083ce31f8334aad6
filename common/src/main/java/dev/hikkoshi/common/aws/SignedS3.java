package dev.hikkoshi.common.aws;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// Sends to where the SDK's own client was seen to send for the same bucket, signed for the same
/// region, so that every rule, variable and profile of the SDK applies. As an interceptor of that
/// client it watches the requests for objects; buckets whose requests are signed in another way
/// (access points of several regions, directory buckets) stay unknown.
final class SignedS3 implements ExecutionInterceptor {
  private static final Pattern SIGNED =
      Pattern.compile("AWS4-HMAC-SHA256 Credential=[^/]+/\\d{8}/([^/]+)/s3/aws4_request,.*");

  private final SdkHttpClient http;
  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  SignedS3(SdkHttpClient http) {
    this.http = http;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    Optional<String> bucket = context.request().getValueForField("Bucket", String.class);
    Optional<String> key = context.request().getValueForField("Key", String.class);
    if (bucket.isEmpty() || key.isEmpty() || places.containsKey(bucket.get())) {
      return;
    }
    SdkHttpRequest request = context.httpRequest();
    String path = request.encodedPath();
    String end = "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key.get());
    Matcher signed = SIGNED.matcher(request.firstMatchingHeader("Authorization").orElse(""));
    if (path.endsWith(end) && signed.matches()) {
      places.put(
          bucket.get(),
          new Place(
              request.protocol(),
              request.host(),
              request.port(),
              path.substring(0, path.length() - end.length()),
              signed.group(1)));
    }
  }

  /// @param credentials of the client that this watches
  RawS3 copies(IdentityProvider<? extends AwsCredentialsIdentity> credentials) {
    return (bucket, key, headers, signedAt) -> {
      Optional<HttpExecuteResponse> response =
          send(credentials, SdkHttpMethod.PUT, bucket, key, headers, signedAt);
      return response.isEmpty() ? Optional.empty() : Optional.of(reply(response.get()));
    };
  }

  /// Sends one request without a body for an object.
  ///
  /// @return nothing, and nothing was sent, if the SDK has not been seen to reach the bucket yet
  /// @throws NotSentException if the request never left
  /// @throws IOException if no response came back
  Optional<HttpExecuteResponse> send(
      IdentityProvider<? extends AwsCredentialsIdentity> credentials,
      SdkHttpMethod method,
      String bucket,
      String key,
      Map<String, String> headers,
      Instant signedAt)
      throws IOException {
    Place place = places.get(bucket);
    if (place == null) {
      return Optional.empty();
    }
    var request =
        SdkHttpRequest.builder()
            .method(method)
            .protocol(place.protocol)
            .host(place.host)
            .port(place.port)
            .encodedPath(place.path + "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key));
    if (method == SdkHttpMethod.PUT) {
      request.putHeader("Content-Length", "0");
    }
    headers.forEach(request::putHeader);
    AwsCredentialsIdentity identity = SignedHttp.identity(credentials);
    SignedRequest signed =
        signer.sign(r ->
            r.identity(identity)
                .request(request.build())
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                .putProperty(AwsV4HttpSigner.REGION_NAME, place.region)
                .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(signedAt, ZoneOffset.UTC)));
    return Optional.of(SignedHttp.send(http, signed.request(), signed.payload()));
  }

  private static RawS3.Reply reply(HttpExecuteResponse response) throws IOException {
    return new RawS3.Reply(
        response.httpResponse().statusCode(),
        response.httpResponse().firstMatchingHeader("x-amz-server-side-encryption").orElse(null),
        SignedHttp.body(response));
  }

  /// Where a bucket's objects are.
  ///
  /// @param path what comes before `/` and the key
  private record Place(String protocol, String host, int port, String path, String region) {}
}
