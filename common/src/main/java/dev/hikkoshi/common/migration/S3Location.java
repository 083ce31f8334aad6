package dev.hikkoshi.common.migration;

/// A place in S3, written `s3://bucket/key`. The key may be empty and is kept exactly as given.
public record S3Location(String bucket, String key) {
  private static final String SCHEME = "s3://";

  public S3Location {
    if (bucket.isEmpty() || bucket.contains("/")) {
      throw new IllegalArgumentException("no bucket name: '" + bucket + "'");
    }
  }

  /// Parses `s3://bucket/key`.
  ///
  /// @throws IllegalArgumentException if the text does not start with `s3://` and a bucket name
  public static S3Location parse(String text) {
    if (!text.startsWith(SCHEME)) {
      throw new IllegalArgumentException("'" + text + "' does not start with " + SCHEME);
    }
    int slash = text.indexOf('/', SCHEME.length());
    return slash < 0
        ? new S3Location(text.substring(SCHEME.length()), "")
        : new S3Location(text.substring(SCHEME.length(), slash), text.substring(slash + 1));
  }

  /// The same bucket, another key.
  public S3Location withKey(String newKey) {
    return new S3Location(bucket, newKey);
  }

  @Override
  public String toString() {
    return SCHEME + bucket + "/" + key;
  }
}
