package dev.hikkoshi.worker.write;

import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.unit.Work;
import java.time.Duration;
import java.time.Instant;

/// How the execution of a unit ended.
public sealed interface UnitEnd {
  /// Everything is durable or recorded dead.
  ///
  /// @param started when the first request was sent
  record Done(UnitTotals totals, Instant started) implements UnitEnd {}

  /// The destination refused too often.
  ///
  /// @param started when the first request was sent
  /// @param rest what is left
  /// @param delay how long it stays away
  /// @param failure why every request failed; empty where some were answered as a table answers
  record Refused(UnitTotals totals, Instant started, Work rest, Duration delay, String failure)
      implements UnitEnd {}

  /// The destination refuses everything.
  record Unavailable(String reason) implements UnitEnd {}

  /// The unit may not be executed now.
  record NotAllowed() implements UnitEnd {}
}
