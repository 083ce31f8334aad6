package dev.hikkoshi.worker.pace;

/// What the pace a fleet starts with is to the destination.
public enum Start {
  /// What it takes, and no more until it grows: a table's capacity or warm throughput.
  CAPACITY,
  /// What it takes at least: a bucket takes as much for each of its partitions, and tells nobody
  /// how many it has.
  LEAST
}
