package dev.hikkoshi.bench.measure;

import java.io.IOException;

/// Something whose cost is measured round by round. For one thread.
interface Contender {
  String name();

  /// Works on all items once.
  ///
  /// @throws IOException if it failed, or did not work on exactly all of them
  Round round() throws IOException, InterruptedException;

  /// The most memory its process ever had resident; 0 if that is not known.
  default long peakRssKb() throws IOException {
    return 0;
  }

  /// Whether it runs faster after a while.
  default boolean warmsUp() {
    return true;
  }
}
