package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.Share;

/// A configured rate: always the share, whatever is refused. What most bulk loaders do.
final class FixedPolicy implements PacePolicy {
  private double share;

  @Override
  public double rate(long nowNanos) {
    return share;
  }

  @Override
  public double charge(double estimatedUnits) {
    return estimatedUnits;
  }

  @Override
  public void share(long nowNanos, Share share) {
    this.share = share.unitsPerSecond();
  }

  @Override
  public void record(long nowNanos, PaceOutcome outcome) {}

  @Override
  public double refused() {
    return 0;
  }
}
