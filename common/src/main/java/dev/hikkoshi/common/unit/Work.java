package dev.hikkoshi.common.unit;

/// What a work unit asks a worker to do.
public sealed interface Work
    permits WriteItems, ScanSegment, CopyObjects, CopyVersions, RemoveObjects {}
