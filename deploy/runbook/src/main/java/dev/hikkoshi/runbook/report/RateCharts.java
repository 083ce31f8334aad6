package dev.hikkoshi.runbook.report;

import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.worker.report.Block;
import dev.hikkoshi.worker.report.Chart;
import dev.hikkoshi.worker.report.Chart.Series;
import dev.hikkoshi.worker.report.Chart.Style;
import dev.hikkoshi.worker.report.Heading;
import dev.hikkoshi.worker.report.Note;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// The pictures of how fast a migration went.
final class RateCharts {
  private final Migration migration;
  private final RateTimeline rates;
  private final List<RateTimeline.Point> points;
  private final List<Double> seconds;

  RateCharts(Migration migration, RateTimeline rates) {
    this.migration = migration;
    this.rates = rates;
    this.points = rates.points();
    this.seconds = values(RateTimeline.Point::atSecond);
  }

  /// Below each other, with a sentence before them.
  List<Block> blocks() {
    var blocks = new ArrayList<Block>();
    blocks.add(new Heading("Over time"));
    Optional<Instant> begin = rates.begin();
    if (begin.isEmpty()) {
      blocks.add(
          new Note(
              "The ledger holds no samples of workers: nothing was written, or not for long."));
      return blocks;
    }
    String unit = migration.movesObjects() ? "requests/s" : "write units/s";
    blocks.add(
        new Note(
            "From %s; each point is the mean over %.0f s. Drag over a chart to zoom all of them, double-click to see everything again."
                .formatted(Words.time(begin.get()), rates.width())));
    blocks.add(chart("Rate", unit, written()));
    blocks.add(
        chart(
            "Throttled",
            unit + " refused",
            List.of(series("refused", "#d92d20", Style.FILLED, RateTimeline.Point::refused))));
    blocks.add(
        chart(
            "Retries and errors",
            "per second",
            List.of(
                series("items sent again", "#dc6803", Style.LINE, RateTimeline.Point::retried),
                series(
                    "requests throttled", "#d92d20", Style.DASHED, RateTimeline.Point::throttled),
                series("requests failed", "#ba24d5", Style.LINE, RateTimeline.Point::failed))));
    if (points.stream().anyMatch(point -> point.read() > 0)) {
      blocks.add(
          chart(
              "Verification",
              "read units/s",
              List.of(series("read", "#0e9384", Style.FILLED, RateTimeline.Point::read))));
    }
    blocks.add(
        chart(
            "Workers",
            "sending",
            List.of(series("workers", "#079455", Style.FILLED, RateTimeline.Point::workers))));
    return blocks;
  }

  private List<Series> written() {
    return List.of(
        series(
            migration.movesObjects() ? "first pace" : "capacity at the start",
            "#98a2b3",
            Style.FILLED,
            point -> Double.isNaN(point.target()) ? Double.NaN : migration.startRate()),
        series("target", "#dc6803", Style.DASHED, RateTimeline.Point::target),
        series("pace", "#7a5af8", Style.DASHED, RateTimeline.Point::pace),
        series(
            "written",
            "#2e90fa",
            Style.LINE,
            point -> Double.isNaN(point.target()) ? Double.NaN : point.written()));
  }

  private Chart chart(String title, String unit, List<Series> lines) {
    return new Chart(title, unit, rates.begin(), seconds, lines);
  }

  private Series series(
      String name, String colour, Style style, ToDoubleFunction<RateTimeline.Point> value) {
    return new Series(name, colour, style, values(value));
  }

  private List<Double> values(ToDoubleFunction<RateTimeline.Point> value) {
    return points.stream().mapToDouble(value).boxed().toList();
  }
}
