package dev.hikkoshi.runbook.verify;

/// Names a line of the source.
///
/// @param split index of its split among all, in the order of loading; -1 for no line
/// @param line index of the line in its split, in reading order
public record SourceLine(int split, int line) {
  /// No line of the source.
  static final SourceLine NONE = new SourceLine(-1, -1);
}
