package dev.hikkoshi.common.ledger;

/// What executing units took; sums add up in any order.
///
/// @param items items written or deleted at the destination, or read by a scan
/// @param requests requests sent to the destination
/// @param throttledRequests of those, refused in whole or in part for capacity
/// @param retried items sent again after a refusal
/// @param capacityUnits units consumed, as AWS reported them
/// @param dead items that can never be written
public record UnitTotals(
    long items,
    long requests,
    long throttledRequests,
    long retried,
    double capacityUnits,
    long dead) {
  public static final UnitTotals NONE = new UnitTotals(0, 0, 0, 0, 0, 0);

  public UnitTotals plus(UnitTotals other) {
    return new UnitTotals(
        items + other.items,
        requests + other.requests,
        throttledRequests + other.throttledRequests,
        retried + other.retried,
        capacityUnits + other.capacityUnits,
        dead + other.dead);
  }
}
