package dev.hikkoshi.worker.pace;

import java.time.Duration;

/// How one request went, as far as AWS tells a client. Units are as estimated, except `consumed`.
///
/// @param estimated units of everything the request carried
/// @param consumed units AWS reported as consumed; 0 if unknown
/// @param refusedTable units refused because of the table or account as a whole
/// @param refusedKeyRange units refused because of one hot partition (`KeyRangeThroughputExceeded`)
/// @param refusedUnknown units refused without a reason: unprocessed items, S3 SlowDown
/// @param error whether the whole request failed with a server error or a time-out
/// @param latency from sending to the answer
public record PaceOutcome(
    double estimated,
    double consumed,
    double refusedTable,
    double refusedKeyRange,
    double refusedUnknown,
    boolean error,
    Duration latency) {

  public PaceOutcome {
    requireUnits("estimated", estimated);
    requireUnits("consumed", consumed);
    requireUnits("refusedTable", refusedTable);
    requireUnits("refusedKeyRange", refusedKeyRange);
    requireUnits("refusedUnknown", refusedUnknown);
  }

  /// @return the outcome of a request that went through whole
  public static PaceOutcome accepted(double estimated, double consumed, Duration latency) {
    return new PaceOutcome(estimated, consumed, 0, 0, 0, false, latency);
  }

  /// @return the outcome of a request that failed with a server error or a time-out
  public static PaceOutcome failed(double estimated, Duration latency) {
    return new PaceOutcome(estimated, 0, 0, 0, 0, true, latency);
  }

  /// @return the outcome of a request of which nothing was taken, for a reason that has nothing to
  ///   do with its pace
  public static PaceOutcome nothing(Duration latency) {
    return new PaceOutcome(0, 0, 0, 0, 0, false, latency);
  }

  /// @return whether it says nothing of the pace
  boolean isNothing() {
    return estimated == 0 && refused() == 0;
  }

  /// @return units refused for whatever reason
  public double refused() {
    return refusedTable + refusedKeyRange + refusedUnknown;
  }

  /// @return estimated units of what went through; 0 after an error, when nobody knows
  public double written() {
    return error ? 0 : Math.max(0, estimated - refused());
  }

  private static void requireUnits(String name, double units) {
    if (!(units >= 0 && units < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " is " + units + ", allowed is 0 or more");
    }
  }
}
