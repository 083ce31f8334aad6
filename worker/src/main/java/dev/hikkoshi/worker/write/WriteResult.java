package dev.hikkoshi.worker.write;

import dev.hikkoshi.common.ledger.UnitTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How far a unit came.
///
/// @param totals what it took
/// @param rest items that are not durable yet
/// @param dead items that can never be written
/// @param end why it stopped
/// @param reason AWS's words where `end` is `UNAVAILABLE`, and where it is `REFUSED` because every
///   request failed; else empty
/// @param started when the first request was sent
/// @param delay how long the rest stays away where `end` is `REFUSED`
record WriteResult(
    UnitTotals totals,
    List<WriteItem> rest,
    List<Dead> dead,
    End end,
    String reason,
    Instant started,
    Duration delay) {
  WriteResult {
    rest = List.copyOf(rest);
    dead = List.copyOf(dead);
  }

  enum End {
    /// Nothing is left.
    DONE,
    /// Refused too often in a row.
    REFUSED,
    /// The destination refuses everything.
    UNAVAILABLE,
    /// The migration is paused, over, or in another phase.
    NOT_ALLOWED
  }

  /// An item that can never be written.
  record Dead(WriteItem item, String reason) {}
}
