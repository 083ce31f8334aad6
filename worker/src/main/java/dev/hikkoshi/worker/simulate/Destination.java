package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.common.capacity.Admission;
import dev.hikkoshi.common.capacity.CapacityModel;
import dev.hikkoshi.common.capacity.CapacityProfile.Kind;
import dev.hikkoshi.worker.pace.PaceOutcome;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// The modelled table or bucket as a client sees it: answers a batch item by item, with reasons
/// only where AWS gives them.
final class Destination {
  private static final double LEAST_MILLIS = 0.001;
  private static final double Z99 = 2.3263478740408408;

  /// The answer to a batch.
  ///
  /// @param outcome as the client reports it to its pacer
  /// @param remainder what has to be sent again; empty if nothing
  record Answer(PaceOutcome outcome, Batch remainder) {}

  final CapacityModel model;
  private final Kind kind;
  private final double costFactor;
  private final RandomGenerator random;
  private final double logLatency;
  private final double sigmaLatency;
  private final int[] refused = new int[Backlog.BATCH_ITEMS];
  long requests;
  long throttledRequests;
  double offeredUnits;
  double acceptedUnits;
  double refusedUnits;

  Destination(SimulationRequest request, RandomGenerator random) {
    this.model = new CapacityModel(request.profile(), 0);
    this.kind = request.profile().kind();
    this.costFactor = request.costFactor();
    this.random = random;
    var latency = request.profile().latency();
    double p50 = Math.max(latency.p50(), LEAST_MILLIS);
    logLatency = Math.log(p50 * 1e6);
    sigmaLatency = Math.log(Math.max(latency.p99(), p50) / p50) / Z99;
  }

  Answer send(long nowNanos, Batch batch) {
    requests += kind == Kind.S3 ? batch.size() : 1;
    double estimate = batch.estimate();
    var latency =
        Duration.ofNanos((long) Math.exp(logLatency + sigmaLatency * random.nextGaussian()));
    double errorRatio = model.errorRatio(nowNanos);
    if (errorRatio > 0 && random.nextDouble() < errorRatio) {
      offeredUnits += estimate * costFactor;
      return new Answer(PaceOutcome.failed(estimate, latency), batch);
    }
    int count = 0;
    double table = 0;
    double keyRange = 0;
    for (int i = 0; i < batch.size(); i++) {
      double units = batch.units(i);
      var admission = model.offer(nowNanos, batch.key(i), units * costFactor);
      if (admission != Admission.ACCEPTED) {
        refused[count++] = i;
        table += admission == Admission.REFUSED_TABLE ? units : 0;
        keyRange += admission == Admission.REFUSED_KEY_RANGE ? units : 0;
      }
    }
    double left = table + keyRange;
    offeredUnits += estimate * costFactor;
    refusedUnits += left * costFactor;
    acceptedUnits += (estimate - left) * costFactor;
    if (count > 0) {
      throttledRequests += kind == Kind.S3 ? count : 1;
    }
    double consumed = (estimate - left) * costFactor;
    boolean reasoned = count == batch.size() && kind == Kind.DYNAMODB;
    return new Answer(
        reasoned
            ? new PaceOutcome(estimate, 0, table, keyRange, 0, false, latency)
            : new PaceOutcome(estimate, consumed, 0, 0, left, false, latency),
        batch.remainder(refused, count));
  }
}
