package dev.hikkoshi.worker.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportPageTest {
  private static final Chart.Series RATE =
      new Chart.Series("</script>\"rate\"", "#112233", Chart.Style.LINE, List.of(1.0, Double.NaN));

  private static ReportPage page() {
    var chart = new Chart("Rate & more", "units", List.of(1.0, 2.5), List.of(RATE));
    var table =
        new Table(
            "<table>",
            List.of(new Table.Column("<column>", Table.Kind.CODE)),
            List.of(List.of("</td><script>alert('x')</script>"), List.of("a\u202eb\u0000c引")),
            "<rest>");
    return new ReportPage(
        "A <title>",
        "lead",
        List.of(
            new Heading("<heading>", Heading.Mood.GOOD, "<verdict>"),
            new Facts(Map.of("<name>", "\"value\"")),
            new Note("<note>"),
            chart,
            table));
  }

  @Test
  void writesOnePageThatLoadsNothing(@TempDir Path directory) throws Exception {
    var file = page().write(directory.resolve("deep/report"));

    var html = Files.readString(file);
    assertThat(file).hasFileName("index.html");
    assertThat(html).contains("uPlot", "default-src 'none'");
    assertThat(html).doesNotContain(" src=", "<link", "@import", "url(");
  }

  @Test
  void escapesWhatItIsGiven() {
    assertThat(page().html())
        .contains("A &lt;title&gt;", "&lt;name&gt;", "&quot;value&quot;", "Rate &amp; more")
        .contains("&lt;heading&gt;", "&lt;verdict&gt;", "&lt;note&gt;", "&lt;rest&gt;")
        .contains("&lt;table&gt;", "<th class=\"code\">&lt;column&gt;</th>")
        .contains("&lt;/td&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
        .contains("a\\u{202e}b\\u{0}c引")
        .contains("\"x\":[1,2.50]", "\"y\":[1,null]")
        .contains("\\u003c/script\\u003e\\u0022rate\\u0022");
  }

  @Test
  void refusesLinesOfAnotherLength() {
    assertThatThrownBy(() -> new Chart("t", "u", List.of(1.0), List.of(RATE)))
        .hasMessageContaining("2 values for 1 seconds");
  }

  @Test
  void refusesRowsOfAnotherLength() {
    var column = new Table.Column("one", Table.Kind.TEXT);
    assertThatThrownBy(() -> new Table("t", List.of(column), List.of(List.of("a", "b")), ""))
        .hasMessageContaining("a row of 2 in a table of 1 columns");
  }
}
