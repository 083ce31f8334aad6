package dev.hikkoshi.worker.copy;

import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/// Whether one object can be the copy of another, as far as S3 tells without reading their bytes.
public enum CopyCheck {
  /// Their ETags are equal, or their checksums over the whole object.
  SAME,
  /// Their sizes are equal, and nothing else of them can be compared.
  SAME_SIZE,
  /// They are not.
  DIFFERENT;

  /// Compares two objects.
  ///
  /// @param source as HEAD with checksum mode tells
  /// @param copy the same of the destination
  public static CopyCheck of(HeadObjectResponse source, HeadObjectResponse copy) {
    if (!source.contentLength().equals(copy.contentLength())) {
      return DIFFERENT;
    }
    if (source.eTag().equals(copy.eTag())) {
      return SAME;
    }
    if (areMd5(source, copy)) {
      return DIFFERENT;
    }
    return Checksums.of(source)
        .filter(checksum -> isWhole(checksum) && has(copy, checksum))
        .map(checksum -> checksum.difference(copy).isEmpty() ? SAME : DIFFERENT)
        .orElse(SAME_SIZE);
  }

  private static boolean areMd5(HeadObjectResponse source, HeadObjectResponse copy) {
    return SourceObject.mayBeMd5(SourceObject.unquoted(source.eTag()))
        && SourceObject.mayBeMd5(SourceObject.unquoted(copy.eTag()))
        && !SourceObject.hidesMd5(source)
        && !SourceObject.hidesMd5(copy);
  }

  private static boolean isWhole(Checksums checksum) {
    return checksum.type() == ChecksumType.FULL_OBJECT;
  }

  private static boolean has(HeadObjectResponse copy, Checksums checksum) {
    return Checksums.of(copy)
        .filter(other -> isWhole(other) && other.algorithm() == checksum.algorithm())
        .isPresent();
  }
}
