package dev.hikkoshi.worker.pace;

/// Makes pacers.
@FunctionalInterface
public interface Pacing {
  /// Makes one.
  ///
  /// @param rate what the destination takes at once, in units per second for the whole fleet
  /// @param start what that rate is to the destination
  Pacer pacer(double rate, Start start);
}
