package dev.hikkoshi.bench.virtual;

import java.util.List;
import java.util.Optional;

/// What became of one seed.
///
/// @param violation the first thing that happened and never must; nothing if all went well
/// @param trace what happened, if it was asked for
public record VirtualResult(
    long seed,
    Optional<String> violation,
    long events,
    double virtualSeconds,
    int kills,
    int pauses,
    int faults,
    List<String> trace) {}
