package dev.hikkoshi.local.s3;

import java.io.IOException;
import java.util.Set;

/// Refuses writes of objects as a bucket at its capacity does. The keys of DeleteObjects are
/// counted where they are read. Thread-safe.
final class LimitedWrites implements Route.Operation {
  private static final Set<String> COUNTED = Set.of("PUT", "POST", "DELETE");

  private final BucketLimits limits;
  private final Route.Operation next;

  LimitedWrites(BucketLimits limits, Route.Operation next) {
    this.limits = limits;
    this.next = next;
  }

  @Override
  public S3Response handle(S3Request request) throws IOException {
    boolean object = request.address().level() == Address.Level.OBJECT;
    if (COUNTED.contains(request.method()) && (object || request.query().containsKey("delete"))) {
      limits.meet(request.bucket());
      if (object) {
        limits.take(request.bucket(), request.key());
      }
    }
    return next.handle(request);
  }
}
