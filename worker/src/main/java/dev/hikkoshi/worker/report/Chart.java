package dev.hikkoshi.worker.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Lines over time. Charts that begin at the same time are zoomed together.
///
/// @param title the heading above it
/// @param unit what the vertical axis counts
/// @param begin what o'clock it is at second 0; nothing in virtual time
/// @param seconds the horizontal axis, ascending
/// @param series one line each
public record Chart(
    String title, String unit, Optional<Instant> begin, List<Double> seconds, List<Series> series)
    implements Block {

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

  /// A chart in virtual time.
  public Chart(String title, String unit, List<Double> seconds, List<Series> series) {
    this(title, unit, Optional.empty(), seconds, series);
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

  @Override
  public String html() {
    return """
    <section class="figure">
    <h3>%s</h3>
    <div class="chart"><script type="application/json">{"unit":%s,"begin":%s,"x":%s,"series":[%s]}</script></div>
    </section>
    """
        .formatted(
            Html.text(title),
            Html.json(unit),
            begin.map(instant -> String.valueOf(instant.getEpochSecond())).orElse("null"),
            Html.json(seconds),
            series.stream().map(Chart::json).collect(Collectors.joining(",")));
  }

  private static String json(Series line) {
    return "{\"name\":%s,\"colour\":\"%s\",\"dashed\":%b,\"filled\":%b,\"y\":%s}"
        .formatted(
            Html.json(line.name()),
            line.colour(),
            line.style() == Style.DASHED,
            line.style() == Style.FILLED,
            Html.json(line.values()));
  }
}
