package dev.hikkoshi.worker.simulate;

import java.util.random.RandomGenerator;

/// What an item costs by its size: one unit, or ⌈bytes ÷ 1,024⌉ with log-normal sizes.
final class ItemCost {
  private static final double Z99 = 2.3263478740408408;
  private static final double UNIT_BYTES = 1_024;
  private static final double MAX_BYTES = 400 * UNIT_BYTES;
  private static final int QUANTILES = 100_000;

  private final boolean sized;
  private final double logMedian;
  private final double sigma;

  private ItemCost(SimulationRequest request) {
    var bytes = request.profile().itemBytes();
    sized = request.sized() && bytes.isPresent();
    logMedian = bytes.map(sizes -> Math.log(sizes.p50())).orElse(0.0);
    sigma = bytes.map(sizes -> Math.log(sizes.p99() / sizes.p50()) / Z99).orElse(0.0);
  }

  static ItemCost of(SimulationRequest request) {
    return new ItemCost(request);
  }

  /// @return mean units of an item as the destination counts them
  static double mean(SimulationRequest request) {
    var cost = of(request);
    if (!cost.sized) {
      return request.costFactor();
    }
    var random = new java.util.SplittableRandom(1);
    double sum = 0;
    for (int i = 0; i < QUANTILES; i++) {
      sum += cost.next(random);
    }
    return sum / QUANTILES * request.costFactor();
  }

  double next(RandomGenerator random) {
    if (!sized) {
      return 1;
    }
    double bytes = Math.exp(logMedian + sigma * random.nextGaussian());
    return Math.max(1, Math.ceil(Math.min(MAX_BYTES, bytes) / UNIT_BYTES));
  }
}
