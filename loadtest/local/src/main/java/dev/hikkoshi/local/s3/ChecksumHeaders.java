package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.Checksum;
import dev.hikkoshi.local.s3.store.ChecksumAlgorithm;
import dev.hikkoshi.local.s3.store.ChecksumType;
import dev.hikkoshi.local.s3.store.S3Error;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `x-amz-checksum-…` headers of requests and responses.
final class ChecksumHeaders {
  private ChecksumHeaders() {}

  /// The algorithm whose value comes with the body, as a header or as an announced trailer.
  static Optional<ChecksumAlgorithm> declared(S3Request request) {
    String announced = request.header("x-amz-trailer");
    List<ChecksumAlgorithm> found =
        Arrays.stream(ChecksumAlgorithm.values())
            .filter(each ->
                request.header(each.header()) != null || each.header().equalsIgnoreCase(announced))
            .toList();
    if (found.size() > 1) {
      throw S3Error.INVALID_REQUEST.exception(
          "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    }
    if (found.isEmpty() && request.header("x-amz-sdk-checksum-algorithm") != null) {
      throw S3Error.INVALID_REQUEST.exception(
          "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or"
              + " x-amz-trailer headers were found.");
    }
    return found.stream().findFirst();
  }

  /// The algorithm a copy or an upload names without a value.
  static @Nullable ChecksumAlgorithm requested(S3Request request) {
    String name = request.header("x-amz-checksum-algorithm");
    return name == null
        ? null
        : ChecksumAlgorithm.named(name)
            .orElseThrow(() ->
                S3Error.INVALID_REQUEST.exception(
                    "Checksum algorithm provided is unsupported: " + name));
  }

  static ChecksumType type(String name) {
    try {
      return ChecksumType.valueOf(name);
    } catch (IllegalArgumentException _) {
      throw S3Error.INVALID_REQUEST.exception("Value for x-amz-checksum-type header is invalid.");
    }
  }

  static void verify(ChecksumAlgorithm algorithm, String expected, String actual) {
    if (!algorithm.isWellFormed(expected)) {
      throw S3Error.INVALID_REQUEST.exception(
          "Value for %s header is invalid.".formatted(algorithm.header()));
    }
    if (!expected.equals(actual)) {
      throw S3Error.BAD_DIGEST.exception(
          "The %s you specified did not match the calculated checksum.".formatted(algorithm));
    }
  }

  static S3Response answer(S3Response response, Checksum checksum) {
    return response
        .header(checksum.algorithm().header(), checksum.value())
        .header("x-amz-checksum-type", checksum.type().name());
  }

  static Xml element(Xml xml, Checksum checksum) {
    return xml.element(checksum.algorithm().element(), checksum.value());
  }
}
