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
}
