package dev.hikkoshi.local.faults;

import java.time.Duration;

/// What goes wrong with one request.
///
/// @param kind what
/// @param lasts how long it takes, where it takes time
/// @param chance chooses whatever is left to choose, such as the byte that is damaged
public record Fault(FaultKind kind, Duration lasts, long chance) {}
