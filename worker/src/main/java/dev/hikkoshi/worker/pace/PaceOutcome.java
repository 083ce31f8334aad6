package dev.hikkoshi.worker.pace;

import java.time.Duration;

/// What a request says about the destination's capacity.
///
/// @param estimated units it was expected to cost
/// @param consumed units AWS reported; 0 if it said nothing
/// @param refusedTable units refused because the table (or the account) has no more
/// @param refusedKeyRange units refused because one partition has no more
/// @param refusedUnknown units refused without a reason (unprocessed items)
/// @param error whether it failed for another reason (5xx, time-out)
/// @param latency from sending to the end of the response
public record PaceOutcome(
    double estimated,
    double consumed,
    double refusedTable,
    double refusedKeyRange,
    double refusedUnknown,
    boolean error,
    Duration latency) {}
