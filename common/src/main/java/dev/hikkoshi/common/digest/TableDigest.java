package dev.hikkoshi.common.digest;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;

/// What a table, or any part of it, holds: per bucket of keys the number of items and the sum of
/// their hashes mod 2^128. Two digests are equal iff the items are, but for a chance of about
/// 2^-128 per bucket (see `docs/adr/0002-digest.md`).
///
/// Adding commutes, so parts read in any order, by anyone, merge to the same digest; what was added
/// can be subtracted, before or after: a count may be negative in between. Not thread-safe.
public final class TableDigest {
  public static final int MIN_BUCKETS = 16;
  public static final int MAX_BUCKETS = 16_384;
  private static final int ITEMS_PER_BUCKET = 64;

  private final int bucketShift;
  final long[] counts;
  final long[] highs;
  final long[] lows;

  /// An empty digest.
  ///
  /// @param bucketCount a power of two from 16 to 16,384; all digests of one comparison share it
  public TableDigest(int bucketCount) {
    if (bucketCount < MIN_BUCKETS
        || bucketCount > MAX_BUCKETS
        || Integer.bitCount(bucketCount) != 1) {
      throw new IllegalArgumentException(
          "bucket count " + bucketCount + " is not a power of two from 16 to 16384");
    }
    bucketShift = Long.SIZE - Integer.numberOfTrailingZeros(bucketCount);
    counts = new long[bucketCount];
    highs = new long[bucketCount];
    lows = new long[bucketCount];
  }

  /// An empty digest with about one bucket for 64 of the items expected.
  public static TableDigest forItems(long items) {
    return new TableDigest(bucketCountFor(items));
  }

  /// The bucket count of [#forItems].
  public static int bucketCountFor(long items) {
    if (items < 0) {
      throw new IllegalArgumentException("negative number of items: " + items);
    }
    long wanted = Math.clamp(items / ITEMS_PER_BUCKET, MIN_BUCKETS, MAX_BUCKETS);
    return (int) Long.highestOneBit(wanted);
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws IllegalArgumentException for anything else, saying why
  public static TableDigest decode(byte[] encoded) {
    return DigestCodec.decode(encoded);
  }

  /// Adds one item, given by the hash of its key and the two halves of its own.
  public void add(long keyHash, long hashHigh, long hashLow) {
    addTo(bucketOf(keyHash), 1, hashHigh, hashLow);
  }

  /// Takes one item away, whether it was added before or not.
  public void subtract(long keyHash, long hashHigh, long hashLow) {
    int bucket = bucketOf(keyHash);
    long low = lows[bucket];
    counts[bucket]--;
    lows[bucket] = low - hashLow;
    highs[bucket] -= hashHigh + (Long.compareUnsigned(low, hashLow) < 0 ? 1 : 0);
  }

  /// Adds everything that `other` holds.
  ///
  /// @throws IllegalArgumentException if its bucket count is another
  public void merge(TableDigest other) {
    requireSameBuckets(other);
    for (int bucket = 0; bucket < counts.length; bucket++) {
      addTo(bucket, other.counts[bucket], other.highs[bucket], other.lows[bucket]);
    }
  }

  /// The buckets in which the two hold different items.
  ///
  /// @throws IllegalArgumentException if their bucket counts differ
  public BitSet differingBuckets(TableDigest other) {
    requireSameBuckets(other);
    BitSet differing = new BitSet(counts.length);
    for (int bucket = 0; bucket < counts.length; bucket++) {
      differing.set(
          bucket,
          counts[bucket] != other.counts[bucket]
              || highs[bucket] != other.highs[bucket]
              || lows[bucket] != other.lows[bucket]);
    }
    return differing;
  }

  /// The bucket of a key: the upper bits of its hash.
  public int bucketOf(long keyHash) {
    return (int) (keyHash >>> bucketShift);
  }

  public int bucketCount() {
    return counts.length;
  }

  /// The number of items added, less those subtracted.
  public long count() {
    return Arrays.stream(counts).sum();
  }

  /// The number of items in one bucket.
  public long count(int bucket) {
    return counts[bucket];
  }

  /// The sum of the hashes in one bucket, from 0 to 2^128 - 1.
  public BigInteger sum(int bucket) {
    BigInteger unsigned = BigInteger.ONE.shiftLeft(Long.SIZE);
    return BigInteger.valueOf(highs[bucket])
        .mod(unsigned)
        .shiftLeft(Long.SIZE)
        .or(BigInteger.valueOf(lows[bucket]).mod(unsigned));
  }

  /// A compact binary form, the same for equal digests and for no others; below 330,000 bytes as
  /// long as no bucket counts more than 2^27 items. [DigestCodec] has the layout.
  public byte[] encode() {
    return DigestCodec.encode(this);
  }

  /// SHA-256 of [#encode] in hex: what two people compare. It depends on the bucket count too.
  public String fingerprint() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encode()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TableDigest that
        && Arrays.equals(counts, that.counts)
        && Arrays.equals(highs, that.highs)
        && Arrays.equals(lows, that.lows);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lows);
  }

  @Override
  public String toString() {
    return count() + " items in " + counts.length + " buckets, " + fingerprint();
  }

  boolean isEmpty(int bucket) {
    return (counts[bucket] | highs[bucket] | lows[bucket]) == 0;
  }

  private void addTo(int bucket, long count, long high, long low) {
    long sum = lows[bucket] + low;
    counts[bucket] += count;
    lows[bucket] = sum;
    highs[bucket] += high + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
  }

  private void requireSameBuckets(TableDigest other) {
    if (counts.length != other.counts.length) {
      throw new IllegalArgumentException(
          "digests of different bucket counts: " + counts.length + " and " + other.counts.length);
    }
  }
}
