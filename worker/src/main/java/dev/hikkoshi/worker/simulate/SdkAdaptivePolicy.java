package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.Share;

/// The client rate limiter of the AWS SDKs' adaptive retry mode (as in botocore's `throttling.py`
/// and the Java SDK's `RateLimitingTokenBucket`), behind a fixed rate at the share. It counts
/// requests, begins to limit at the first throttled one, multiplies by 0.7 then, and recovers along
/// CUBIC's curve. A request of which a part was refused counts as throttled, which the SDK itself
/// would not notice.
final class SdkAdaptivePolicy implements PacePolicy {
  private static final double BETA = 0.7;
  private static final double SCALE = 0.4;
  private static final double SMOOTH = 0.8;
  private static final double MIN_FILL_RATE = 0.5;

  private final double unitsPerRequest;
  private double share;
  private boolean limits;
  private double fillRate;
  private double measuredRate;
  private double lastBucket;
  private long requestsInBucket;
  private double lastMaxRate;
  private double lastThrottleSecond;

  SdkAdaptivePolicy(double unitsPerRequest) {
    this.unitsPerRequest = unitsPerRequest;
  }

  @Override
  public double rate(long nowNanos) {
    return limits ? Math.min(share, fillRate * unitsPerRequest) : share;
  }

  @Override
  public double charge(double estimatedUnits) {
    return limits && fillRate * unitsPerRequest < share ? unitsPerRequest : estimatedUnits;
  }

  @Override
  public void share(long nowNanos, Share share) {
    this.share = share.unitsPerSecond();
  }

  @Override
  public void record(long nowNanos, PaceOutcome outcome) {
    double second = nowNanos * 1e-9;
    measure(second);
    double calculated;
    if (outcome.refused() > 0) {
      double rate = limits ? Math.min(measuredRate, fillRate) : measuredRate;
      lastMaxRate = rate;
      lastThrottleSecond = second;
      calculated = rate * BETA;
      limits = true;
    } else {
      double window = Math.cbrt(lastMaxRate * (1 - BETA) / SCALE);
      double since = second - lastThrottleSecond - window;
      calculated = SCALE * since * since * since + lastMaxRate;
    }
    fillRate = Math.max(Math.min(calculated, 2 * measuredRate), MIN_FILL_RATE);
  }

  @Override
  public double refused() {
    return 0;
  }

  private void measure(double second) {
    double bucket = Math.floor(second * 2) / 2;
    requestsInBucket++;
    if (bucket > lastBucket) {
      double rate = requestsInBucket / (bucket - lastBucket);
      measuredRate = rate * SMOOTH + measuredRate * (1 - SMOOTH);
      requestsInBucket = 0;
      lastBucket = bucket;
    }
  }
}
