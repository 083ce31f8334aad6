package dev.hikkoshi.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricTest {
  /// The table of `docs/metrics.md` is this enum, row by row.
  @Test
  void theDocumentationNamesEveryMetricAndNoOther() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("..", "docs", "metrics.md")).stream()
            .filter(line -> line.startsWith("| `hikkoshi."))
            .toList();
    assertThat(rows).containsExactlyElementsOf(Stream.of(Metric.values()).map(this::row).toList());
  }

  private String row(Metric metric) {
    return String.format(
        "| `%s` | `%s` | %s | %s | %s |",
        metric.cloudWatchName(),
        prometheusName(metric),
        metric.scope() == Metric.Scope.MIGRATION ? "migration, role" : "role",
        metric.unit(),
        metric.meaning());
  }

  private static String prometheusName(Metric metric) {
    String name = metric.id().replace('.', '_');
    return metric.kind() == Metric.Kind.COUNTER ? name + "_total" : name;
  }
}
