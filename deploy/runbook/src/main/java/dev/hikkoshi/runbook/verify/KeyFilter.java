package dev.hikkoshi.runbook.verify;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import org.jspecify.annotations.Nullable;

/// A set of keys in bounded memory: says yes for every key that was put, and for a few others.
/// Thread-safe.
final class KeyFilter {
  /// At most 90 MB. With more keys it says yes too often, which costs disk and nothing else.
  private static final long MAX_EXPECTED = 100_000_000;

  private static final double FALSE_POSITIVES = 0.03;

  private final @Nullable BloomFilter<Long> hashes;

  private KeyFilter(@Nullable BloomFilter<Long> hashes) {
    this.hashes = hashes;
  }

  /// An empty set.
  ///
  /// @param keys how many will be put
  static KeyFilter expecting(long keys) {
    return new KeyFilter(
        BloomFilter.create(
            Funnels.longFunnel(), Math.clamp(keys, 1, MAX_EXPECTED), FALSE_POSITIVES));
  }

  /// The set of all keys.
  static KeyFilter everything() {
    return new KeyFilter(null);
  }

  void put(long keyHash) {
    if (hashes != null) {
      hashes.put(keyHash);
    }
  }

  boolean mayContain(long keyHash) {
    return hashes == null || hashes.mightContain(keyHash);
  }
}
