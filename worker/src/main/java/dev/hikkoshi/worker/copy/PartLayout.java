package dev.hikkoshi.worker.copy;

import dev.hikkoshi.common.objects.CopySettings;

/// How an object is cut into parts, all of one size but the last.
///
/// @param size bytes of the object, at least 1
/// @param partSize bytes of each part but the last
record PartLayout(long size, long partSize) {
  /// S3's limit.
  static final int MAX_PARTS = 10_000;

  private static final long MIB = 1L << 20;

  /// Parts of the preferred size, or of the least whole number of MiB that gives no more parts than
  /// S3 takes.
  static PartLayout of(long size, long preferred) {
    long least = Math.ceilDiv(Math.ceilDiv(size, MAX_PARTS), MIB) * MIB;
    return new PartLayout(size, Math.max(preferred, least));
  }

  /// Whether parts of this size are what made an object of so many parts, as far as one part and
  /// the number of all tell.
  boolean fits(int parts) {
    return partSize > 0
        && partSize <= CopySettings.MAX_PART
        && (parts == 1 || partSize >= CopySettings.MIN_PART)
        && parts <= MAX_PARTS
        && Math.ceilDiv(size, partSize) == parts;
  }

  /// Whether S3 takes such parts.
  boolean isPossible() {
    return partSize <= CopySettings.MAX_PART;
  }

  int count() {
    return Math.toIntExact(Math.ceilDiv(size, partSize));
  }

  /// Bytes of a part.
  ///
  /// @param number 1 to [#count]
  long length(int number) {
    return Math.min(partSize, size - (number - 1) * partSize);
  }

  /// The part as `x-amz-copy-source-range` names it.
  String range(int number) {
    long first = (number - 1) * partSize;
    return "bytes=" + first + "-" + (first + length(number) - 1);
  }
}
