package dev.hikkoshi.bench.measure;

import java.io.IOException;
import java.util.List;

/// One benchmark, ready to be run. For one thread.
interface Bench extends AutoCloseable {
  /// The production code, in parts that are measured apart. Whatever their size, a part is the same
  /// process.
  ///
  /// @param items of each round
  List<Contender> parts(int items) throws IOException;

  /// What it is compared with, in the same run.
  List<Contender> baselines();

  /// Programs it would be compared with, were they on the `PATH`.
  default List<String> absent() {
    return List.of();
  }

  /// Which of the parts' measurements is the benchmark's own.
  default Measurement headline(List<Measurement> parts) {
    return parts.getFirst();
  }

  @Override
  void close();
}
