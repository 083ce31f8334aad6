package dev.hikkoshi.worker.write;

import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.Share;
import java.util.ArrayList;
import java.util.List;

/// A pacer that lets everything pass at once and remembers it.
public final class FreePacer implements Pacer {
  final List<PaceOutcome> outcomes = new ArrayList<>();
  double acquired;

  /// What it answers to [#requestUnits()].
  public double requestUnits = Double.MAX_VALUE;

  @Override
  public void acquire(double units) {
    acquired += units;
  }

  @Override
  public void share(Share share) {
    // no pace, no share
  }

  @Override
  public void record(PaceOutcome outcome) {
    outcomes.add(outcome);
  }

  @Override
  public double requestUnits() {
    return requestUnits;
  }

  /// Units asked for so far.
  public double acquired() {
    return acquired;
  }

  /// What it was told, in order.
  public List<PaceOutcome> outcomes() {
    return List.copyOf(outcomes);
  }
}
