package dev.hikkoshi.bench.virtual;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;

/// Requests as the AWS SDK sends them in its standard mode: up to three times, so that one that
/// took effect and lost its reply takes effect again.
final class Sdk {
  private static final int TRIES = 3;
  private static final Duration BACKOFF = Duration.ofMillis(500);

  private Sdk() {}

  /// @throws SdkClientException if there was no reply, again and again
  static <T> T call(Node node, String what, Chaos.Kind kind, Supplier<T> effect) {
    for (int attempt = 1; ; attempt++) {
      try {
        return node.request(what, kind, effect);
      } catch (IOException e) {
        if (attempt == TRIES) {
          throw SdkClientException.create("Unable to execute HTTP request: " + e.getMessage(), e);
        }
        node.pause(node.world().between(Duration.ZERO, BACKOFF));
      }
    }
  }
}
