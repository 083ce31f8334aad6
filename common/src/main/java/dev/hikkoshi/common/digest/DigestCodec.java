package dev.hikkoshi.common.digest;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The binary form of a [TableDigest]. It is stable: the version changes with it.
///
/// ```
/// digest = version (1 byte, 1), log2 of the bucket count (1 byte), run*
/// run    = skip (varint, empty buckets), take (varint, buckets that follow), bucket*
/// bucket = count (zigzag varint), sum (16 bytes, big-endian)
/// ```
///
/// Runs cover all buckets. Only one encoding per digest is accepted: no empty bucket in a run, no
/// run that could be part of its neighbour, no varint longer than it must be, nothing behind.
/// Varints have 7 bits a byte, the lowest first, and the high bit where another byte follows.
final class DigestCodec {
  private static final byte VERSION = 1;
  private static final int MAX_VARINT_BYTES = 10;
  private static final int MAX_BUCKET_BYTES = MAX_VARINT_BYTES + 16;

  private DigestCodec() {}

  static byte[] encode(TableDigest digest) {
    int buckets = digest.bucketCount();
    ByteBuffer out = ByteBuffer.allocate(64 + buckets * (MAX_BUCKET_BYTES + 1));
    out.put(VERSION).put((byte) Integer.numberOfTrailingZeros(buckets));
    int at = 0;
    while (at < buckets) {
      int from = endOfRun(digest, at, true);
      int to = endOfRun(digest, from, false);
      putVarint(out, from - at);
      putVarint(out, to - from);
      for (int bucket = from; bucket < to; bucket++) {
        long count = digest.counts[bucket];
        putVarint(out, count << 1 ^ count >> 63);
        out.putLong(digest.highs[bucket]).putLong(digest.lows[bucket]);
      }
      at = to;
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  static TableDigest decode(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    try {
      byte version = in.get();
      if (version != VERSION) {
        throw refused("of version " + version + ", known is " + VERSION);
      }
      TableDigest digest = withBuckets(in.get());
      int at = 0;
      while (at < digest.bucketCount()) {
        at = decodeRun(in, digest, at);
      }
      if (in.hasRemaining()) {
        throw refused("with " + in.remaining() + " bytes too many");
      }
      return digest;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a digest that ends too early", e);
    }
  }

  private static TableDigest withBuckets(byte log2) {
    if (log2 < 4 || log2 > 14) {
      throw refused("of 2^" + log2 + " buckets");
    }
    return new TableDigest(1 << log2);
  }

  private static int decodeRun(ByteBuffer in, TableDigest digest, int at) {
    int left = digest.bucketCount() - at;
    long skip = getVarint(in);
    if (skip < 0 || skip > left || (skip == 0 && at > 0)) {
      throw refused("with a gap of " + skip + " buckets at " + at);
    }
    long take = getVarint(in);
    if (take < 0 || take > left - skip || (take == 0 && skip < left)) {
      throw refused("with a run of " + take + " buckets at " + at);
    }
    int from = at + (int) skip;
    int to = from + (int) take;
    for (int bucket = from; bucket < to; bucket++) {
      long zigzag = getVarint(in);
      digest.counts[bucket] = zigzag >>> 1 ^ -(zigzag & 1);
      digest.highs[bucket] = in.getLong();
      digest.lows[bucket] = in.getLong();
      if (digest.isEmpty(bucket)) {
        throw refused("with empty bucket " + bucket + " in a run");
      }
    }
    return to;
  }

  private static int endOfRun(TableDigest digest, int from, boolean empty) {
    int bucket = from;
    while (bucket < digest.bucketCount() && digest.isEmpty(bucket) == empty) {
      bucket++;
    }
    return bucket;
  }

  private static void putVarint(ByteBuffer out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  private static long getVarint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 7 * MAX_VARINT_BYTES; shift += 7) {
      byte b = in.get();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        boolean overlong = b == 0 && shift > 0;
        boolean overflow = shift == 63 && b > 1;
        if (overlong || overflow) {
          break;
        }
        return value;
      }
    }
    throw refused("with a malformed number");
  }

  private static IllegalArgumentException refused(String what) {
    return new IllegalArgumentException("a digest " + what);
  }
}
