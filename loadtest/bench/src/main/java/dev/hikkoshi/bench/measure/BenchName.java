package dev.hikkoshi.bench.measure;

import java.io.IOException;
import java.util.Locale;

/// The benchmarks.
enum BenchName {
  DIGEST,
  WRITE,
  PRODUCE,
  QUEUE,
  COPY;

  /// Starts sinks and processes.
  Bench prepare(BenchSize size) throws IOException {
    return switch (this) {
      case DIGEST -> new DigestBench(size);
      case WRITE -> new WriteBench(size);
      case PRODUCE -> new ProduceBench(size);
      case QUEUE -> new QueueBench(size);
      case COPY -> new CopyBench(size);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
