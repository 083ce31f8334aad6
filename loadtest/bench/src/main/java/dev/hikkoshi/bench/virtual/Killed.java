package dev.hikkoshi.bench.virtual;

/// Ends a thread of a process that is no more. An error, so that nobody handles it.
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed() {
    super("killed", null, false, false);
  }
}
