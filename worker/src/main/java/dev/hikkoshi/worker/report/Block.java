package dev.hikkoshi.worker.report;

/// A part of a [ReportPage].
public sealed interface Block permits Chart, Facts, Heading, Note, Table {
  /// As HTML, with everything escaped that was given as text.
  String html();
}
