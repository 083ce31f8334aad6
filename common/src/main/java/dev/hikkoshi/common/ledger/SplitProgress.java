package dev.hikkoshi.common.ledger;

import java.time.Duration;
import java.time.Instant;

/// How far units are; sums add up in any order.
///
/// @param settled units settled
/// @param totals what all their attempts took
/// @param started when the first execution began
/// @param ended when the last unit settled
public record SplitProgress(long settled, UnitTotals totals, Instant started, Instant ended) {
  public static final SplitProgress NONE =
      new SplitProgress(0, UnitTotals.NONE, Instant.MAX, Instant.MIN);

  public SplitProgress plus(SplitProgress other) {
    return new SplitProgress(
        settled + other.settled,
        totals.plus(other.totals),
        started.isBefore(other.started) ? started : other.started,
        ended.isAfter(other.ended) ? ended : other.ended);
  }

  /// From the first execution to the last settlement; zero if there was none.
  public Duration duration() {
    return started.isBefore(ended) ? Duration.between(started, ended) : Duration.ZERO;
  }
}
