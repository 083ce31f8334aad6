package dev.hikkoshi.runbook.plan;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/// One way of doing it.
///
/// @param name what is done
/// @param seconds of writing alone; nothing where AWS promises none
/// @param totalSeconds with export and verification
/// @param costs by item
/// @param how what has to be done for it, or why it is so
public record Alternative(
    String name,
    OptionalDouble seconds,
    OptionalDouble totalSeconds,
    List<Cost> costs,
    String how) {
  public Alternative {
    costs = List.copyOf(costs);
  }

  /// Everything together.
  public double dollars() {
    return costs.stream().mapToDouble(Cost::dollars).sum();
  }

  boolean fits(Duration window) {
    return totalSeconds.isPresent() && totalSeconds.getAsDouble() <= window.toMillis() / 1e3;
  }
}
