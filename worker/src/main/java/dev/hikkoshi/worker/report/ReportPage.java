package dev.hikkoshi.worker.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// One HTML page with everything in it: facts, charts (drawn by uPlot, which is inlined), free
/// text. Opens from a file, without a network.
///
/// @param title the heading
/// @param lead a sentence below it
/// @param facts name → value, in the order of the map
/// @param charts below each other
public record ReportPage(String title, String lead, Map<String, String> facts, List<Chart> charts) {
  private static final String FILE = "index.html";

  public ReportPage {
    charts = List.copyOf(charts);
  }

  /// Writes the page as `index.html`, creating the directory when missing.
  ///
  /// @return the page's path
  /// @throws IOException if it cannot be written
  public Path write(Path directory) throws IOException {
    Files.createDirectories(directory);
    return Files.writeString(directory.resolve(FILE), html(), StandardCharsets.UTF_8);
  }

  /// @return the page
  public String html() {
    var factList =
        facts.entrySet().stream()
            .map(fact ->
                "<div><dt>%s</dt><dd>%s</dd></div>\n"
                    .formatted(text(fact.getKey()), text(fact.getValue())))
            .collect(Collectors.joining());
    var chartList = charts.stream().map(ReportPage::chart).collect(Collectors.joining());
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
    <title>%s</title>
    <style>%s%s</style>
    </head>
    <body>
    <h1>%s</h1>
    <p class="lead">%s</p>
    <dl>
    %s</dl>
    %s<script>%s</script>
    <script>%s</script>
    </body>
    </html>
    """
        .formatted(
            text(title),
            resource("uPlot.min.css"),
            resource("page.css"),
            text(title),
            text(lead),
            factList,
            chartList,
            resource("uPlot.iife.min.js"),
            resource("page.js"));
  }

  private static String chart(Chart chart) {
    var series =
        chart.series().stream()
            .map(line ->
                "{\"name\":%s,\"colour\":\"%s\",\"dashed\":%b,\"filled\":%b,\"y\":%s}"
                    .formatted(
                        json(line.name()),
                        line.colour(),
                        line.style() == Chart.Style.DASHED,
                        line.style() == Chart.Style.FILLED,
                        json(line.values())))
            .collect(Collectors.joining(",", "[", "]"));
    return """
    <h2>%s</h2>
    <div class="chart"><script type="application/json">{"unit":%s,"x":%s,"series":%s}</script></div>
    """
        .formatted(text(chart.title()), json(chart.unit()), json(chart.seconds()), series);
  }

  private static String json(List<Double> values) {
    return values.stream()
        .map(value -> Double.isFinite(value) ? number(value) : "null")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String json(String value) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static String text(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String resource(String name) {
    try (var in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
