package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.common.capacity.CapacityProfile;

/// What to simulate.
///
/// @param profile the table or bucket
/// @param items how many items (or objects) to move, at least 1
/// @param target units per second for the whole fleet, more than 0 and at most 1e9
/// @param workers how many there are
/// @param policy the pacing algorithm
/// @param seed same seed, same result to the digit
/// @param costFactor what an item really costs ÷ what its size says: indexes; 1 = no index
/// @param sized whether items cost ⌈bytes ÷ 1,024⌉ units with the profile's `itemBytes`, instead of
///   one unit each
public record SimulationRequest(
    CapacityProfile profile,
    long items,
    double target,
    WorkerSchedule workers,
    PolicyName policy,
    long seed,
    double costFactor,
    boolean sized) {

  private static final double MOST_UNITS = 1e9;

  public SimulationRequest {
    if (items < 1) {
      throw new IllegalArgumentException("items is " + items + ", allowed is 1 or more");
    }
    if (!(target > 0 && target <= MOST_UNITS)) {
      throw new IllegalArgumentException(
          "target is " + target + ", allowed is more than 0 and at most " + MOST_UNITS);
    }
    if (!(costFactor > 0 && costFactor <= 100)) {
      throw new IllegalArgumentException(
          "costFactor is " + costFactor + ", allowed is more than 0, at most 100");
    }
  }

  /// One unit an item and a constant number of workers.
  public static SimulationRequest of(
      CapacityProfile profile,
      long items,
      double target,
      int workers,
      PolicyName policy,
      long seed) {
    return new SimulationRequest(
        profile, items, target, WorkerSchedule.constant(workers), policy, seed, 1, false);
  }

  /// @return the same request with another pacing algorithm
  SimulationRequest withPolicy(PolicyName name) {
    return new SimulationRequest(profile, items, target, workers, name, seed, costFactor, sized);
  }

  /// @return the same request with another schedule of workers
  public SimulationRequest withWorkers(WorkerSchedule schedule) {
    return new SimulationRequest(profile, items, target, schedule, policy, seed, costFactor, sized);
  }

  /// @return the same request with items that cost more than their size says
  public SimulationRequest withCostFactor(double factor) {
    return new SimulationRequest(profile, items, target, workers, policy, seed, factor, sized);
  }

  /// @return the same request with items of the profile's sizes
  public SimulationRequest withItemSizes() {
    return new SimulationRequest(profile, items, target, workers, policy, seed, costFactor, true);
  }
}
