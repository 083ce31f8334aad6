package dev.hikkoshi.worker.report;

import java.util.Locale;

/// The heading of what follows, with a verdict beside it.
///
/// @param text the heading
/// @param mood of the verdict
/// @param verdict a few words; empty for none
public record Heading(String text, Mood mood, String verdict) implements Block {
  /// Whether a verdict is good news.
  public enum Mood {
    GOOD,
    BAD,
    OPEN
  }

  /// A heading alone.
  public Heading(String text) {
    this(text, Mood.OPEN, "");
  }

  @Override
  public String html() {
    return "<h2%s>%s%s</h2>\n"
        .formatted(
            verdict.isEmpty() ? "" : " class=\"top\"",
            Html.text(text),
            verdict.isEmpty()
                ? ""
                : " <span class=\"verdict %s\">%s</span>"
                    .formatted(mood.name().toLowerCase(Locale.ROOT), Html.text(verdict)));
  }
}
