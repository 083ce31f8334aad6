package dev.hikkoshi.bench.measure;

/// One round as it was measured.
///
/// @param items what it worked on
/// @param cpuNanos user and system time of the process
/// @param nanos wall time
/// @param allocatedBytes 0 where it is not known
record Round(long items, long cpuNanos, long nanos, long allocatedBytes) {
  private static final double MILLION_PER_NANOS =
      1e-3; // a million items over a billion nanoseconds

  Round plus(Round other) {
    return new Round(
        items + other.items,
        cpuNanos + other.cpuNanos,
        nanos + other.nanos,
        allocatedBytes + other.allocatedBytes);
  }

  double cpuSecondsPerMillion() {
    return cpuNanos * MILLION_PER_NANOS / items;
  }

  double itemsPerSecond() {
    return items * 1e9 / nanos;
  }

  double allocatedBytesPerItem() {
    return (double) allocatedBytes / items;
  }
}
