package dev.hikkoshi.bench.measure;

/// How much a benchmark works on.
///
/// @param items of each round
/// @param shards data files they lie in
record BenchSize(int items, int shards) {}
