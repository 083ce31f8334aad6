package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.common.time.DurationText;
import dev.hikkoshi.worker.report.Chart;
import dev.hikkoshi.worker.report.Chart.Series;
import dev.hikkoshi.worker.report.Chart.Style;
import dev.hikkoshi.worker.report.Facts;
import dev.hikkoshi.worker.report.ReportPage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The picture of a simulated run: capacity, rate and refusals over time.
public final class SimulationReport {
  private static final double UNLIMITED = 1e11;

  private SimulationReport() {}

  /// @return a page that shows one run
  public static ReportPage of(SimulationRequest request, SimulationResult result) {
    var points = result.timeline().points();
    var seconds = values(points, Timeline.Point::atSecond);
    var facts = new LinkedHashMap<String, String>();
    facts.put("policy", result.policy().spelling());
    facts.put("items", count(request.items()));
    facts.put("target", count(request.target()) + "/s");
    facts.put("workers", workers(request.workers()));
    facts.put("duration", duration(result.seconds()));
    facts.put("optimal", duration(result.optimalSeconds()));
    facts.put("efficiency", String.format(Locale.ROOT, "%.4f", result.efficiency()));
    facts.put("refused", String.format(Locale.ROOT, "%.3f %%", 100 * result.throttleRatio()));
    facts.put("mean rate", count(result.meanRate()) + "/s");
    facts.put("peak rate", count(result.peakRate()) + "/s");
    facts.put("requests", count(result.requests()));
    facts.put("lost", count(result.lost()));
    return new ReportPage(
        "Simulation: " + request.profile().name(),
        "%s items at a target of %s units per second, seed %d, in virtual time"
            .formatted(count(request.items()), count(request.target()), request.seed()),
        List.of(
            new Facts(facts),
            new Chart(
                "Capacity and rate",
                "units per second",
                seconds,
                List.of(
                    new Series(
                        "capacity",
                        "#98a2b3",
                        Style.FILLED,
                        values(
                            points,
                            point -> point.capacity() < UNLIMITED ? point.capacity() : Double.NaN)),
                    new Series(
                        "target",
                        "#b54708",
                        Style.DASHED,
                        values(points, point -> request.target())),
                    new Series(
                        "pace", "#7a5af8", Style.DASHED, values(points, Timeline.Point::pace)),
                    new Series(
                        "accepted",
                        "#1570ef",
                        Style.LINE,
                        values(points, Timeline.Point::accepted)))),
            new Chart(
                "Refused",
                "units per second",
                seconds,
                List.of(
                    new Series(
                        "refused",
                        "#d92d20",
                        Style.FILLED,
                        values(points, Timeline.Point::refused)))),
            new Chart(
                "Workers",
                "workers",
                seconds,
                List.of(
                    new Series(
                        "workers",
                        "#079455",
                        Style.FILLED,
                        values(points, Timeline.Point::workers))))));
  }

  private static List<Double> values(
      List<Timeline.Point> points, ToDoubleFunction<Timeline.Point> value) {
    return points.stream().mapToDouble(value).boxed().toList();
  }

  private static String workers(WorkerSchedule schedule) {
    return String.join(
        " → ", schedule.steps().stream().map(step -> Integer.toString(step.workers())).toList());
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String duration(double seconds) {
    return DurationText.of(Duration.ofMillis(Math.round(seconds * 1000)));
  }
}
