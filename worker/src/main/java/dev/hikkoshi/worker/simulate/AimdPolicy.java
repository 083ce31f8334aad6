package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.Share;

/// Additive increase, multiplicative decrease (Chiu and Jain, 1989): once a second the rate is
/// halved if anything was refused in that second and else raised by 1 % of the share. Starts where
/// ours starts.
final class AimdPolicy implements PacePolicy {
  private static final double DECREASE = 0.5;
  private static final double INCREASE = 0.01;
  private static final double LEAST = 0.001;
  private static final long PERIOD_NANOS = 1_000_000_000L;

  private final double startPace;
  private double share;
  private double rate;
  private boolean refusedInPeriod;
  private long periodEndsNanos;

  AimdPolicy(double startPace, long nowNanos) {
    this.startPace = startPace;
    periodEndsNanos = nowNanos + PERIOD_NANOS;
  }

  @Override
  public double rate(long nowNanos) {
    if (nowNanos >= periodEndsNanos) {
      rate = refusedInPeriod ? rate * DECREASE : rate + share * INCREASE;
      rate = Math.clamp(rate, share * LEAST, share);
      refusedInPeriod = false;
      periodEndsNanos = nowNanos + PERIOD_NANOS;
    }
    return rate;
  }

  @Override
  public double charge(double estimatedUnits) {
    return estimatedUnits;
  }

  @Override
  public void share(long nowNanos, Share share) {
    this.share = share.unitsPerSecond();
    rate = Math.min(this.share, rate > 0 ? rate : startPace / share.workers());
  }

  @Override
  public void record(long nowNanos, PaceOutcome outcome) {
    refusedInPeriod |= outcome.refused() > 0;
  }

  @Override
  public double refused() {
    return 0;
  }
}
