package dev.hikkoshi.common.aws;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// The SDK's client, but for streams of objects or of parts of them (GetObject with nothing but
/// bucket, key, `If-Match` and `Range`): an export has tens of thousands of small files, and the
/// SDK takes longer to open one than it takes to read it (docs/performance.md). Whatever does not
/// simply succeed is done again by the SDK, whose retries, redirects and exceptions apply. Of the
/// response, ETag, length and range are told. Thread-safe.
final class SignedReads extends DelegatingS3Client {
  private static final Logger LOG = LoggerFactory.getLogger(SignedReads.class);
  private static final int OK = 200;
  private static final int PARTIAL = 206;

  private final SignedS3 signed;
  private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
  private final Clock clock;

  /// @param s3 for everything else; closed with this
  /// @param signed watches it
  /// @param clock what requests are signed for
  SignedReads(S3Client s3, SignedS3 signed, Clock clock) {
    super(s3);
    this.signed = signed;
    this.credentials = s3.serviceClientConfiguration().credentialsProvider();
    this.clock = clock;
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
    return isPlain(request)
        ? open(request).orElseGet(() -> super.getObject(request))
        : super.getObject(request);
  }

  private static boolean isPlain(GetObjectRequest request) {
    return request.equals(
        GetObjectRequest.builder()
            .bucket(request.bucket())
            .key(request.key())
            .ifMatch(request.ifMatch())
            .range(request.range())
            .build());
  }

  private Optional<ResponseInputStream<GetObjectResponse>> open(GetObjectRequest request) {
    var headers = new LinkedHashMap<String, String>();
    put(headers, "If-Match", request.ifMatch());
    put(headers, "Range", request.range());
    int expected = request.range() == null ? OK : PARTIAL;
    try {
      Optional<HttpExecuteResponse> response =
          signed.send(
              credentials,
              SdkHttpMethod.GET,
              request.bucket(),
              request.key(),
              headers,
              clock.instant());
      if (response.isEmpty()) {
        return Optional.empty();
      }
      int status = response.get().httpResponse().statusCode();
      if (status == expected) {
        return response.map(SignedReads::stream);
      }
      LOG.debug("Reading {} was answered {}: the SDK tries", request.key(), status);
      response.get().responseBody().ifPresent(AbortableInputStream::abort);
    } catch (IOException e) {
      LOG.debug("Reading {} failed, the SDK tries: {}", request.key(), e.toString());
    }
    return Optional.empty();
  }

  private static void put(Map<String, String> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.put(name, value);
    }
  }

  private static ResponseInputStream<GetObjectResponse> stream(HttpExecuteResponse response) {
    SdkHttpResponse head = response.httpResponse();
    var told = GetObjectResponse.builder();
    head.firstMatchingHeader("ETag").ifPresent(told::eTag);
    head.firstMatchingHeader("Content-Length").map(Long::valueOf).ifPresent(told::contentLength);
    head.firstMatchingHeader("Content-Range").ifPresent(told::contentRange);
    return new ResponseInputStream<>(
        told.build(), response.responseBody().orElseGet(AbortableInputStream::createEmpty));
  }
}
