package dev.hikkoshi.common.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One row for each step of a migration's run. They tell what happened; what a run has still to do
/// follows from the rows of the migration and its splits.
public final class StepRows {
  static final String PREFIX = "step#";

  private final LedgerTable table;

  StepRows(LedgerTable table) {
    this.table = table;
  }

  public Optional<StepRecord> find(String migration, String step, int load) {
    return table
        .get(Migration.partition(migration), StepRecord.sort(step, load))
        .map(StepRecord::of);
  }

  /// All steps that were ever begun, in the order in which they last were.
  public List<StepRecord> all(String migration) {
    var steps = new ArrayList<StepRecord>();
    table.query(Migration.partition(migration), PREFIX, row -> steps.add(StepRecord.of(row)));
    steps.sort(Comparator.comparing(StepRecord::begun));
    return steps;
  }

  /// Records that a step begins, again or for the first time.
  public StepRecord begin(String migration, String step, int load, Instant now) {
    int runs = find(migration, step, load).map(StepRecord::runs).orElse(0) + 1;
    var record = new StepRecord(step, load, now, null, StepRecord.Outcome.RUNNING, "", runs);
    table.put(record.row(migration));
    return record;
  }

  /// Records what a step came to.
  ///
  /// @param message why it failed; else empty
  public void end(
      String migration, StepRecord step, Instant now, StepRecord.Outcome outcome, String message) {
    table.put(step.ended(now, outcome, message).row(migration));
  }
}
