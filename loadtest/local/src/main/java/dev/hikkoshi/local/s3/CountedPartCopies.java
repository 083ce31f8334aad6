package dev.hikkoshi.local.s3;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts UploadPartCopy by destination, for whoever asks how often a large object was copied.
/// Thread-safe.
final class CountedPartCopies implements Route.Operation {
  private final Route.Operation next;
  private final Map<Address, LongAdder> counts = new ConcurrentHashMap<>();

  CountedPartCopies(Route.Operation next) {
    this.next = next;
  }

  @Override
  public S3Response handle(S3Request request) throws IOException {
    if (CopySource.isNamedIn(request) && request.query().containsKey("partNumber")) {
      counts.computeIfAbsent(request.address(), _ -> new LongAdder()).increment();
    }
    return next.handle(request);
  }

  long count(Address destination) {
    LongAdder counted = counts.get(destination);
    return counted == null ? 0 : counted.sum();
  }
}
