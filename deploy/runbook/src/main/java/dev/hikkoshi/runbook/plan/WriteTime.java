package dev.hikkoshi.runbook.plan;

import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.worker.simulate.PolicyName;
import dev.hikkoshi.worker.simulate.Simulation;
import dev.hikkoshi.worker.simulate.SimulationRequest;
import dev.hikkoshi.worker.simulate.SimulationResult;
import dev.hikkoshi.worker.simulate.Timeline;
import java.util.List;

/// How long writing takes: the production pacing code in virtual time against a model of the
/// destination. Beyond a hundred million items a destination has long grown as far as it will, and
/// the rest is reckoned at the rate of the last ten minutes that were simulated.
final class WriteTime {
  private static final long MOST_SIMULATED = 100_000_000;

  /// Of a destination that takes the target from the first second, nothing changes any more.
  private static final long MOST_STEADY = 10_000_000;

  private static final double MOST_UNITS_EACH = 100;
  private static final int LAST_SECONDS = 600;
  private static final long SEED = 1;

  private final int workers;

  /// @param workers of the fleet, 1 to 200
  WriteTime(int workers) {
    this.workers = workers;
  }

  /// @param items to write, or requests to send; 0 takes no time
  /// @param unitsEach what each costs, above 0
  /// @param target units per second for the whole fleet
  double seconds(CapacityProfile profile, long items, double unitsEach, double target) {
    if (items == 0) {
      return 0;
    }
    // The simulator takes no costlier items: as many more of them cost the same.
    double scale = Math.max(1, unitsEach / MOST_UNITS_EACH);
    long all = Math.round(items * scale);
    long simulated = Math.min(all, profile.initialRate() < target ? MOST_SIMULATED : MOST_STEADY);
    SimulationResult result =
        Simulation.run(
            SimulationRequest.of(profile, simulated, target, workers, PolicyName.ADAPTIVE, SEED)
                .withCostFactor(unitsEach / scale));
    double left = (all - simulated) * unitsEach / scale;
    return result.seconds() + left / lastRate(result);
  }

  private static double lastRate(SimulationResult result) {
    List<Timeline.Point> points = result.timeline().points();
    double last = points.isEmpty() ? 0 : points.getLast().atSecond();
    return points.stream()
        // The very last is not a whole one.
        .filter(point -> point.atSecond() >= last - LAST_SECONDS && point.atSecond() < last)
        .mapToDouble(Timeline.Point::accepted)
        .average()
        .orElse(result.meanRate());
  }
}
