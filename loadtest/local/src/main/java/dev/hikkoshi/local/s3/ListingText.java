package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.S3Error;
import org.jspecify.annotations.Nullable;

/// How a listing writes keys, prefixes and delimiters: as they are, or URL-encoded.
record ListingText(boolean urlEncoded) {

  static ListingText of(S3Request request) {
    String encoding = request.parameter("encoding-type");
    if (encoding != null && !encoding.equals("url")) {
      throw S3Error.INVALID_ARGUMENT.exception("Invalid Encoding Method specified in Request");
    }
    return new ListingText(encoding != null);
  }

  String of(String text) {
    return urlEncoded ? Percent.encodeListed(text) : text;
  }

  @Nullable String ofNullable(@Nullable String text) {
    return text == null ? null : of(text);
  }
}
