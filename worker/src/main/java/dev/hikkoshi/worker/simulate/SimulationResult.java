package dev.hikkoshi.worker.simulate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/// What a simulation gives; as JSON, the fields of `simulate`.
///
/// @param policy the pacing algorithm
/// @param seconds until the last item was written
/// @param optimalSeconds what [PolicyName#ORACLE] takes for the same
/// @param efficiency `optimalSeconds ÷ seconds`
/// @param requests sent, retries included
/// @param throttledRequests requests of which something was refused
/// @param throttleRatio refused ÷ offered units
/// @param peakRate the most units accepted in any 10 s, per second
/// @param meanRate units accepted per second
/// @param lost items neither written nor waiting at the end
/// @param timeline the run over time, for a report
@JsonPropertyOrder({
  "policy",
  "seconds",
  "optimalSeconds",
  "efficiency",
  "requests",
  "throttledRequests",
  "throttleRatio",
  "peakRate",
  "meanRate",
  "lost"
})
public record SimulationResult(
    PolicyName policy,
    double seconds,
    double optimalSeconds,
    double efficiency,
    long requests,
    long throttledRequests,
    double throttleRatio,
    double peakRate,
    double meanRate,
    long lost,
    @JsonIgnore Timeline timeline) {}
