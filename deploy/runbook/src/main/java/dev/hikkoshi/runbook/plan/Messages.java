package dev.hikkoshi.runbook.plan;

import java.util.List;

/// The work units of a migration, as SQS and the ledger charge for them.
///
/// @param count how many
/// @param bytes of each, about
record Messages(long count, double bytes) {
  private static final double CHUNK = 65_536;
  private static final double ENVELOPE = 300;

  /// @param items to carry
  /// @param bytesEach of one in the message
  /// @param mostItems of a message
  /// @param mostBytes of a message, where that is reached first
  static Messages of(long items, double bytesEach, int mostItems, double mostBytes) {
    double each = Math.clamp(Math.floor(mostBytes / Math.max(1, bytesEach)), 1, mostItems);
    return new Messages((long) Math.ceil(items / each), ENVELOPE + each * bytesEach);
  }

  /// Each is sent and received, for a request per started 64 KB, acknowledged, and settled in the
  /// ledger by one write.
  List<Cost> costs(PriceList prices) {
    double requests = count * (2 * Math.ceil(bytes / CHUNK) + 1);
    return List.of(
        prices.of("SQS requests", Price.SQS_REQUESTS, requests),
        prices.of("ledger writes", Price.WRITE_UNITS, (double) count));
  }
}
