package dev.hikkoshi.local.s3.store;

import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// The additional checksums of S3, and what each can prove of a multipart upload.
public enum ChecksumAlgorithm {
  CRC32(ChecksumType.COMPOSITE, 4),
  CRC32C(ChecksumType.COMPOSITE, 4),
  CRC64NVME(ChecksumType.FULL_OBJECT, 8),
  SHA1(ChecksumType.COMPOSITE, 20),
  SHA256(ChecksumType.COMPOSITE, 32);

  private final ChecksumType multipartDefault;
  private final int width;

  ChecksumAlgorithm(ChecksumType multipartDefault, int width) {
    this.multipartDefault = multipartDefault;
    this.width = width;
  }

  public static Optional<ChecksumAlgorithm> named(String name) {
    return Arrays.stream(values()).filter(a -> a.name().equalsIgnoreCase(name)).findFirst();
  }

  public Digest start() {
    return switch (this) {
      case CRC32 -> Digest.of(new CRC32(), width);
      case CRC32C -> Digest.of(new CRC32C(), width);
      case CRC64NVME -> Digest.of(new Crc64Nvme(), width);
      case SHA1 -> Digest.of("SHA-1");
      case SHA256 -> Digest.of("SHA-256");
    };
  }

  public Checksum of(ObjectBytes bytes) {
    return new Checksum(this, ChecksumType.FULL_OBJECT, start().over(bytes).base64());
  }

  /// The type of a multipart upload that names this algorithm and no type.
  public ChecksumType multipartDefault() {
    return multipartDefault;
  }

  /// CRCs can be full-object over parts, hashes cannot; CRC64NVME is never composite.
  public boolean supports(ChecksumType type) {
    return switch (this) {
      case CRC32, CRC32C -> true;
      case CRC64NVME -> type == ChecksumType.FULL_OBJECT;
      case SHA1, SHA256 -> type == ChecksumType.COMPOSITE;
    };
  }

  public boolean isWellFormed(String base64) {
    try {
      return Base64.getDecoder().decode(base64).length == width;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// The request and response header that carries it, in lower case.
  public String header() {
    return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
  }

  /// The XML element that carries it.
  public String element() {
    return "Checksum" + name();
  }
}
