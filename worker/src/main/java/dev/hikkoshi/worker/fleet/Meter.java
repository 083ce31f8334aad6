package dev.hikkoshi.worker.fleet;

import dev.hikkoshi.common.ledger.RateSample.Step;
import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.worker.pace.PaceOutcome;

/// Counts what goes through one pacer. Thread-safe.
final class Meter {
  private double units;
  private double refused;
  private long requests;
  private long throttled;
  private long failed;
  private long items;
  private long retried;

  /// A request is over.
  synchronized void request(PaceOutcome outcome) {
    requests++;
    units += outcome.consumed() > 0 ? outcome.consumed() : outcome.written();
    refused += outcome.refused();
    throttled += outcome.refused() > 0 ? 1 : 0;
    failed += outcome.error() ? 1 : 0;
  }

  /// A unit of work has ended, or what is left of it was handed back.
  synchronized void unit(UnitTotals totals) {
    items += totals.items();
    retried += totals.retried();
  }

  /// What was counted since this was asked before.
  synchronized Step take(double seconds, double target, double pace) {
    var step =
        new Step(
            seconds, target, pace, units, refused, requests, throttled, failed, items, retried);
    units = 0;
    refused = 0;
    requests = 0;
    throttled = 0;
    failed = 0;
    items = 0;
    retried = 0;
    return step;
  }
}
