package dev.hikkoshi.common.queue;

/// Approximate numbers of messages in a queue.
///
/// @param waiting ready to be received
/// @param delayed not yet visible
/// @param inFlight handed out and not acknowledged
public record QueueDepth(long waiting, long delayed, long inFlight) {
  /// All messages the queue holds.
  public long total() {
    return waiting + delayed + inFlight;
  }
}
