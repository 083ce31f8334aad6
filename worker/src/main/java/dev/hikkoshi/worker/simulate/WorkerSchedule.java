package dev.hikkoshi.worker.simulate;

import java.util.List;
import java.util.stream.Collectors;

/// How many workers there are over time. Workers of the first step are up and waiting when the run
/// starts; those added later are newcomers, those removed are killed without a word.
///
/// @param steps in order of time, the first at second 0
public record WorkerSchedule(List<Step> steps) {
  private static final int MAX_WORKERS = 200;

  /// @param atSecond from when
  /// @param workers how many, 1 to 200
  public record Step(double atSecond, int workers) {
    public Step {
      if (workers < 1 || workers > MAX_WORKERS) {
        throw new IllegalArgumentException(
            "workers is " + workers + ", allowed is 1 to " + MAX_WORKERS);
      }
    }
  }

  public WorkerSchedule {
    steps = List.copyOf(steps);
    if (steps.isEmpty() || steps.get(0).atSecond() != 0) {
      throw new IllegalArgumentException(
          "the first step of a schedule begins at second 0, not as in " + text(steps));
    }
    for (int i = 1; i < steps.size(); i++) {
      if (!(steps.get(i).atSecond() > steps.get(i - 1).atSecond())) {
        throw new IllegalArgumentException(
            "the steps of a schedule are in order of time, not as in " + text(steps));
      }
    }
  }

  private static String text(List<Step> steps) {
    return steps.stream()
        .map(step -> step.workers() + "@" + step.atSecond())
        .collect(Collectors.joining(","));
  }

  /// @return the same number all the time
  public static WorkerSchedule constant(int workers) {
    return new WorkerSchedule(List.of(new Step(0, workers)));
  }

  /// @return how many workers there are at most
  public int most() {
    return steps.stream().mapToInt(Step::workers).max().orElseThrow();
  }
}
