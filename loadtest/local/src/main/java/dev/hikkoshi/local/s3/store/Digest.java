package dev.hikkoshi.local.s3.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.Checksum;

/// A hash or CRC being computed over bytes as they pass. Not thread-safe.
public interface Digest {
  void update(ByteBuffer bytes);

  /// The value in big-endian bytes, as S3 encodes it. To be asked once.
  byte[] value();

  default String base64() {
    return Base64.getEncoder().encodeToString(value());
  }

  default Digest over(ObjectBytes bytes) {
    bytes.buffers().forEach(this::update);
    return this;
  }

  static Digest md5() {
    return of("MD5");
  }

  static Digest sha256() {
    return of("SHA-256");
  }

  /// A hash of the JDK's by its name there.
  static Digest of(String name) {
    try {
      MessageDigest hash = MessageDigest.getInstance(name);
      return new Digest() {
        @Override
        public void update(ByteBuffer bytes) {
          hash.update(bytes.duplicate());
        }

        @Override
        public byte[] value() {
          return hash.digest();
        }
      };
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no " + name, e);
    }
  }

  /// A CRC whose value is `width` bytes wide.
  static Digest of(Checksum crc, int width) {
    return new Digest() {
      @Override
      public void update(ByteBuffer bytes) {
        crc.update(bytes.duplicate());
      }

      @Override
      public byte[] value() {
        byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(crc.getValue()).array();
        return java.util.Arrays.copyOfRange(value, Long.BYTES - width, Long.BYTES);
      }
    };
  }
}
