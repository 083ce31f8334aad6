package dev.hikkoshi.worker.report;

import java.util.List;

/// Lines over time.
///
/// @param title the heading above it
/// @param unit what the vertical axis counts
/// @param seconds the horizontal axis, ascending
/// @param series one line each
public record Chart(String title, String unit, List<Double> seconds, List<Series> series) {

  /// How a line is drawn.
  public enum Style {
    LINE,
    DASHED,
    FILLED
  }

  /// One line.
  ///
  /// @param name in the legend
  /// @param colour as `#rrggbb`
  /// @param style how it is drawn
  /// @param values one for each second of the chart
  public record Series(String name, String colour, Style style, List<Double> values) {
    public Series {
      if (!colour.matches("#[0-9a-f]{6}")) {
        throw new IllegalArgumentException("colour is " + colour + ", allowed is #rrggbb");
      }
      values = List.copyOf(values);
    }
  }

  public Chart {
    seconds = List.copyOf(seconds);
    series = List.copyOf(series);
    for (var line : series) {
      if (line.values().size() != seconds.size()) {
        throw new IllegalArgumentException(
            "%s has %d values for %d seconds"
                .formatted(line.name(), line.values().size(), seconds.size()));
      }
    }
  }
}
