package dev.hikkoshi.common.migration;

/// Producers and workers that `run` starts.
public sealed interface Fleet permits LocalFleet, EcsFleet {}
