package dev.hikkoshi.local.s3.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// An upload in parts that is neither completed nor aborted. Thread-safe.
public final class MultipartUpload {
  /// @param algorithm null if the client named none: parts may then carry any, and CRC64NVME is
  ///   kept
  public record Start(
      String id,
      String key,
      ObjectMetadata metadata,
      @Nullable ChecksumAlgorithm algorithm,
      ChecksumType type,
      Instant initiated) {}

  private final Start start;
  private final ConcurrentSkipListMap<Integer, Part> parts = new ConcurrentSkipListMap<>();

  public MultipartUpload(Start start) {
    this.start = start;
  }

  public Start start() {
    return start;
  }

  /// A part uploaded again replaces the earlier one.
  public void put(Part part) {
    parts.put(part.number(), part);
  }

  public Optional<Part> part(int number) {
    return Optional.ofNullable(parts.get(number));
  }

  /// Parts with a greater number than `marker`, in order.
  public List<Part> partsAfter(int marker) {
    SortedMap<Integer, Part> rest = parts.tailMap(marker, false);
    return List.copyOf(rest.values());
  }
}
