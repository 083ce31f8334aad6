package dev.hikkoshi.common.unit;

/// One unit of work on its way to a worker.
///
/// @param migration the migration's name
/// @param unit which unit; a retry carries the same id with what is left of it
/// @param phase which phase of the migration may execute it; a worker drops units of a phase that
///   is over
/// @param attempt 0 for the first delivery, then counted up with every deferral
public record WorkMessage(String migration, UnitId unit, int phase, int attempt, Work work)
    implements QueueMessage {
  public WorkMessage {
    if (phase < 0 || attempt < 0) {
      throw new IllegalArgumentException("phase " + phase + ", attempt " + attempt);
    }
  }

  /// The same unit with what is left of it, one attempt later.
  public WorkMessage deferred(Work remainder) {
    return new WorkMessage(migration, unit, phase, attempt + 1, remainder);
  }
}
