package dev.hikkoshi.bench.measure;

/// How much a benchmark works on.
///
/// @param items of each round
/// @param shards data files they lie in
record BenchSize(int items, int shards) {
  /// Other items in as many files, if they are enough.
  BenchSize of(int others) {
    return new BenchSize(others, Math.min(shards, others));
  }
}
