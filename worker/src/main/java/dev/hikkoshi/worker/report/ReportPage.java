package dev.hikkoshi.worker.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// One HTML page with everything in it: facts, charts (drawn by uPlot, which is inlined), tables.
/// Opens from a file, without a network, and is forbidden to load anything.
///
/// @param title the heading
/// @param lead a sentence below it
/// @param blocks below each other
public record ReportPage(String title, String lead, List<Block> blocks) {
  private static final String FILE = "index.html";

  public ReportPage {
    blocks = List.copyOf(blocks);
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
    %s<script>%s</script>
    <script>%s</script>
    </body>
    </html>
    """
        .formatted(
            Html.text(title),
            resource("uPlot.min.css"),
            resource("page.css"),
            Html.text(title),
            Html.text(lead),
            blocks.stream().map(Block::html).collect(Collectors.joining()),
            resource("uPlot.iife.min.js"),
            resource("page.js"));
  }

  private static String resource(String name) {
    try (var in = Objects.requireNonNull(ReportPage.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
