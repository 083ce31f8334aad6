package dev.hikkoshi.local.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// Hashes computed by the JDK alone, to hold the server's against.
final class ContractBytes {
  private ContractBytes() {}

  /// Hex MD5 of the MD5s of consecutive parts of these sizes, and their number.
  static String multipartEtag(byte[] bytes, int... sizes) {
    MessageDigest ofParts = hash("MD5");
    int from = 0;
    for (int size : sizes) {
      ofParts.update(hash("MD5").digest(Arrays.copyOfRange(bytes, from, from + size)));
      from += size;
    }
    return HexFormat.of().formatHex(ofParts.digest()) + "-" + sizes.length;
  }

  static String base64(String algorithm, byte[] bytes) {
    return Base64.getEncoder().encodeToString(hash(algorithm).digest(bytes));
  }

  static String base64Crc32(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    byte[] value = java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(value);
  }

  private static MessageDigest hash(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
