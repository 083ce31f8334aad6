package dev.hikkoshi.common.digest;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What an object adds to a digest: XXH3-128 over the UTF-8 bytes of its key and eight bytes of its
/// size.
public final class ObjectHash {
  private static final Hasher128 HASHER = Hashing.xxh3_128();

  private ObjectHash() {}

  /// Adds an object.
  ///
  /// @param size in bytes; the same for all objects where only keys count
  public static void add(TableDigest digest, String key, long size) {
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    byte[] all = ByteBuffer.allocate(text.length + Long.BYTES).put(text).putLong(size).array();
    HashValue128 hash = HASHER.hashBytesTo128Bits(all);
    digest.add(
        HASHER.hashBytesTo128Bits(text).getMostSignificantBits(),
        hash.getMostSignificantBits(),
        hash.getLeastSignificantBits());
  }
}
