package dev.hikkoshi.common.capacity;

/// What the destination answers to one item (or one S3 request).
public enum Admission {
  /// Taken; the units are consumed.
  ACCEPTED,
  /// Refused because the table as a whole is at its rate.
  REFUSED_TABLE,
  /// Refused because the item's partition is at its rate while the table has capacity left
  /// (`KeyRangeThroughputExceeded`).
  REFUSED_KEY_RANGE;

  /// @return whether the item has to be sent again
  public boolean refused() {
    return this != ACCEPTED;
  }
}
