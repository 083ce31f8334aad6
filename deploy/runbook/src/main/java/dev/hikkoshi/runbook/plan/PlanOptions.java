package dev.hikkoshi.runbook.plan;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// What a plan is asked about.
///
/// @param window the time there is, if any is given
/// @param prices what things cost
/// @param workers how many; nothing = as many as the target needs, at least two
/// @param allowUnsound whether a manifest that does not match its checksum is noted only
public record PlanOptions(
    Optional<Duration> window, PriceList prices, OptionalInt workers, boolean allowUnsound) {}
