package dev.hikkoshi.bench.measure;

/// What a measured process does when it is told to. For one thread.
@FunctionalInterface
interface MeasuredTask {
  /// Works on that many items.
  ///
  /// @return how many items it worked on
  long run(int items) throws Exception;
}
