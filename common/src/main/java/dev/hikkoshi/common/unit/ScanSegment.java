package dev.hikkoshi.common.unit;

/// Read one segment of a parallel Scan of the table and record its digest.
///
/// @param segment 0 to `of - 1`
/// @param of number of segments, 1 to 1,000,000 (DynamoDB's own limit)
public record ScanSegment(String table, int segment, int of) implements Work {
  /// The most segments DynamoDB's Scan accepts.
  public static final int MAX_SEGMENTS = 1_000_000;

  public ScanSegment {
    if (of < 1 || of > MAX_SEGMENTS || segment < 0 || segment >= of) {
      throw new IllegalArgumentException("segment " + segment + " of " + of);
    }
  }
}
