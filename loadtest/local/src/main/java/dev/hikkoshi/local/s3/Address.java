package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.S3Error;
import java.nio.charset.StandardCharsets;

/// The bucket and key a request is about; empty where it names none. Keys are taken as they come:
/// `x//y`, `a/../b` and a trailing slash are names like any other.
record Address(String bucket, String key) {
  private static final int MAX_KEY_BYTES = 1024;

  enum Level {
    SERVICE,
    BUCKET,
    OBJECT
  }

  Address {
    if (key.length() > MAX_KEY_BYTES / 4
        && key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
      throw S3Error.KEY_TOO_LONG.exception();
    }
  }

  /// @param host the authority without port
  /// @param rawPath as sent, still encoded, beginning with `/`
  static Address of(String host, String rawPath) {
    String virtual = virtualBucket(host);
    if (!virtual.isEmpty()) {
      return new Address(virtual, Percent.decode(rawPath.substring(1)));
    }
    return ofPath(rawPath.substring(1));
  }

  /// From `bucket/key`, encoded.
  static Address ofPath(String encoded) {
    int slash = encoded.indexOf('/');
    return slash < 0
        ? new Address(Percent.decode(encoded), "")
        : new Address(
            Percent.decode(encoded.substring(0, slash)),
            Percent.decode(encoded.substring(slash + 1)));
  }

  Level level() {
    if (bucket.isEmpty()) {
      return Level.SERVICE;
    }
    return key.isEmpty() ? Level.BUCKET : Level.OBJECT;
  }

  /// The bucket in `bucket.localhost`, `bucket.s3.amazonaws.com` and `bucket.s3-region.…`.
  private static String virtualBucket(String host) {
    if (host.startsWith("s3.") || host.startsWith("s3-")) {
      return "";
    }
    for (String service : new String[] {".s3.", ".s3-"}) {
      int at = host.indexOf(service);
      if (at > 0) {
        return host.substring(0, at);
      }
    }
    return host.endsWith(".localhost")
        ? host.substring(0, host.length() - ".localhost".length())
        : "";
  }
}
