package dev.hikkoshi.worker.pace;

/// One worker's part of the fleet's target, with what the fleet's heartbeats tell besides.
///
/// @param unitsPerSecond the pace never goes above it; 0 pauses
/// @param workers live workers, this one included; at least 1
/// @param meanPace mean pace of the other live workers that write; 0 = unknown
/// @param refusedElsewhere units other workers were refused since the heartbeats were last read
/// @param sync the number of that reading: the same figures of another one are news too
public record Share(
    double unitsPerSecond, int workers, double meanPace, double refusedElsewhere, long sync) {
  public Share {
    if (!(unitsPerSecond >= 0 && unitsPerSecond < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "share is " + unitsPerSecond + " units per second, allowed is 0 or more");
    }
    if (workers < 1) {
      throw new IllegalArgumentException("workers is " + workers + ", allowed is 1 or more");
    }
  }

  /// @return the share of a worker that knows of no other
  public static Share alone(double unitsPerSecond) {
    return new Share(unitsPerSecond, 1, 0, 0, 0);
  }
}
