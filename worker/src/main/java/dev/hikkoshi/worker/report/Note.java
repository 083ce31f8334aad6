package dev.hikkoshi.worker.report;

/// A sentence.
public record Note(String text) implements Block {
  @Override
  public String html() {
    return "<p class=\"note\">%s</p>\n".formatted(Html.text(text));
  }
}
