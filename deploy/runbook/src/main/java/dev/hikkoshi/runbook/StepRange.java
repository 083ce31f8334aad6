package dev.hikkoshi.runbook;

import java.util.Optional;

/// Which steps a run takes: from one to another, both included.
///
/// @param from nothing = whichever is not done
/// @param until the last one
public record StepRange(Optional<Step> from, Step until) {
  /// All that are not done.
  public static final StepRange ALL = new StepRange(Optional.empty(), Step.REPORT);

  boolean holds(Step step) {
    return !isBefore(step) && step.compareTo(until) <= 0;
  }

  /// Whether a step must have been done before this range begins.
  boolean isBefore(Step step) {
    return from.isPresent() && step.compareTo(from.get()) < 0;
  }
}
