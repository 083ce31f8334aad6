package dev.hikkoshi.common.unit;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What S3 accepts as names.
final class ObjectKeys {
  private static final int MAX_KEY_BYTES = 1024;

  /// Names of today and of the days when more was allowed.
  private static final Pattern BUCKET = Pattern.compile("[a-zA-Z0-9._-]{3,255}");

  private ObjectKeys() {}

  /// The key, any text of 1 to 1,024 bytes of UTF-8.
  ///
  /// @throws IllegalArgumentException if it is none
  static String key(String key) {
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key has " + bytes + " bytes, allowed are 1 to " + MAX_KEY_BYTES);
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
      throw new IllegalArgumentException("a key is not Unicode text");
    }
    return key;
  }

  /// The bucket's name.
  ///
  /// @throws IllegalArgumentException if it is none
  static String bucket(String bucket) {
    if (!BUCKET.matcher(bucket).matches()) {
      throw new IllegalArgumentException("a bucket is not " + BUCKET);
    }
    return bucket;
  }
}
