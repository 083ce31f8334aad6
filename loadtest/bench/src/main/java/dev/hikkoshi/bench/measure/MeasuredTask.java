package dev.hikkoshi.bench.measure;

/// What a measured process does when it is told to. For one thread.
@FunctionalInterface
interface MeasuredTask {
  /// Works on all items once.
  ///
  /// @return how many items it worked on
  long run() throws Exception;
}
