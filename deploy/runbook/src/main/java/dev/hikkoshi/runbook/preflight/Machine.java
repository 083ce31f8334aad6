package dev.hikkoshi.runbook.preflight;

/// What this runs on.
///
/// @param java the release of the Java runtime, such as 25
/// @param heapBytes the most memory that its heap may take
public record Machine(int java, long heapBytes) {
  /// This one.
  public static Machine here() {
    return new Machine(Runtime.version().feature(), Runtime.getRuntime().maxMemory());
  }
}
