package dev.hikkoshi.local.dynamodb;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/// The one hash that exports are full of.
final class Md5 {
  private Md5() {}

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  static String base64(byte[] md5) {
    return Base64.getEncoder().encodeToString(md5);
  }

  /// What S3 calls an object uploaded as a single part.
  static String onePartETag(byte[] md5) {
    return HexFormat.of().formatHex(newDigest().digest(md5)) + "-1";
  }
}
