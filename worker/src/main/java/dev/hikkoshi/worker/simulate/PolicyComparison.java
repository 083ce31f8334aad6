package dev.hikkoshi.worker.simulate;

import java.util.List;

/// The same run with our pace and with others that know no more than it does.
///
/// @param adaptive ours
/// @param baselines `fixed`, `aimd` and `sdk-adaptive`
public record PolicyComparison(SimulationResult adaptive, List<SimulationResult> baselines) {
  private static final List<PolicyName> BASELINES =
      List.of(PolicyName.FIXED, PolicyName.AIMD, PolicyName.SDK_ADAPTIVE);

  /// What efficiencies may differ by and be called the same.
  private static final double SAME = 0.01;

  public PolicyComparison {
    baselines = List.copyOf(baselines);
  }

  /// Runs them all.
  public static PolicyComparison of(SimulationRequest request) {
    return new PolicyComparison(
        Simulation.run(request.withPolicy(PolicyName.ADAPTIVE)),
        BASELINES.stream().map(policy -> Simulation.run(request.withPolicy(policy))).toList());
  }

  /// Whether no baseline is more efficient by more than 0.01.
  public boolean isAsEfficient() {
    return baselines.stream().allMatch(each -> adaptive.efficiency() >= each.efficiency() - SAME);
  }

  /// Whether no more is refused than to the middle one of the baselines: the better half of them.
  public boolean isAsSeldomRefused() {
    double middle =
        baselines.stream()
            .mapToDouble(SimulationResult::throttleRatio)
            .sorted()
            .skip(BASELINES.size() / 2)
            .findFirst()
            .orElseThrow();
    return adaptive.throttleRatio() <= middle;
  }
}
