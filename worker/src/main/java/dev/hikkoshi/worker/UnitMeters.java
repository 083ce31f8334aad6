package dev.hikkoshi.worker;

import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.metrics.Meters;
import dev.hikkoshi.common.metrics.Metric;
import dev.hikkoshi.common.unit.ScanSegment;
import dev.hikkoshi.common.unit.WorkMessage;

/// Counts what units took. Thread-safe.
record UnitMeters(Meters meters) {
  /// A unit was settled or deferred.
  ///
  /// @param settled whether it is settled now and was not before
  void count(WorkMessage message, UnitTotals totals, boolean settled) {
    boolean scan = message.work() instanceof ScanSegment;
    String migration = message.migration();
    add(scan ? Metric.SCANNED : Metric.ITEMS, migration, totals.items());
    meters.add(scan ? Metric.READ_UNITS : Metric.WRITE_UNITS, migration, totals.capacityUnits());
    add(Metric.RETRIED, migration, totals.retried());
    add(Metric.DEAD, Metric.FLEET_DEAD, migration, totals.dead());
    add(Metric.REQUESTS, Metric.FLEET_REQUESTS, migration, totals.requests());
    add(Metric.THROTTLED, Metric.FLEET_THROTTLED, migration, totals.throttledRequests());
    add(Metric.UNITS, Metric.FLEET_UNITS, migration, settled ? 1 : 0);
  }

  private void add(Metric metric, String migration, long count) {
    meters.add(metric, migration, (double) count);
  }

  private void add(Metric metric, Metric ofFleet, String migration, long count) {
    add(metric, migration, count);
    meters.add(ofFleet, (double) count);
  }
}
