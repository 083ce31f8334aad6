package dev.hikkoshi.local.dynamodb;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Refuses requests signed too long ago, or for an instant too far ahead, as AWS does. Standing
/// right before DynamoDB Local it also stops what was signed in time but held back on the way: a
/// frozen or delayed write never takes effect once its signature is stale. Signatures themselves
/// are not verified, and a request without an instant passes: the front's own have none.
/// Thread-safe.
final class SignatureFilter implements RequestFilter {
  private static final String DATE = "X-Amz-Date";
  private static final String NAMESPACE = "com.amazon.coral.service#";
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Duration validity;
  private final InstantSource clock;

  /// @param validity how far from now the signed instant may be, in whole seconds
  SignatureFilter(Duration validity, InstantSource clock) {
    this.validity = validity;
    this.clock = clock;
  }

  @Override
  public ApiResponse filter(ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException {
    ApiResponse refusal = refusal(request.headers().get(DATE));
    return refusal != null ? refusal : next.handle(request);
  }

  private @Nullable ApiResponse refusal(@Nullable String signedAt) {
    if (signedAt == null) {
      return null;
    }
    Instant signed;
    try {
      signed = BASIC.parse(signedAt, Instant::from);
    } catch (DateTimeParseException e) {
      return refused(
          "IncompleteSignatureException",
          "Date must be in ISO-8601 'basic format'. Got '" + signedAt + "'.");
    }
    Instant now = clock.instant();
    if (signed.isBefore(now.minus(validity))) {
      return refused(
          "InvalidSignatureException",
          "Signature expired: %s is now earlier than %s (%s - %d sec.)"
              .formatted(
                  signedAt,
                  BASIC.format(now.minus(validity)),
                  BASIC.format(now),
                  validity.toSeconds()));
    }
    if (signed.isAfter(now.plus(validity))) {
      return refused(
          "InvalidSignatureException",
          "Signature not yet current: %s is still later than %s (%s + %d sec.)"
              .formatted(
                  signedAt,
                  BASIC.format(now.plus(validity)),
                  BASIC.format(now),
                  validity.toSeconds()));
    }
    return null;
  }

  private static ApiResponse refused(String name, String message) {
    return ApiResponse.error(400, NAMESPACE + name, message);
  }
}
