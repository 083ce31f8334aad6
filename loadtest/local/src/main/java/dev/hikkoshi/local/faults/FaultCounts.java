package dev.hikkoshi.local.faults;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// How many faults were injected. Thread-safe.
public final class FaultCounts {
  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

  void count(FaultyService service, FaultKind kind) {
    counts
        .computeIfAbsent(service.spelling() + " " + kind.spelling(), _ -> new LongAdder())
        .increment();
  }

  /// By service and kind, such as `sqs duplicate`; kinds that never happened are absent.
  public SortedMap<String, Long> byKind() {
    var sums = new TreeMap<String, Long>();
    counts.forEach((kind, count) -> sums.put(kind, count.sum()));
    return sums;
  }

  /// All together.
  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }
}
