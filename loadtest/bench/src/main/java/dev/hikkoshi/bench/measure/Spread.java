package dev.hikkoshi.bench.measure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.runbook.cli.Output;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The least, the middle and the greatest of some figures.
record Spread(double min, double median, double max) {
  static Spread of(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return of(rounds.stream().mapToDouble(figure).toArray());
  }

  static Spread of(double... figures) {
    double[] sorted = Arrays.stream(figures).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  ObjectNode json(int decimals) {
    return Output.object()
        .put("min", rounded(min, decimals))
        .put("median", rounded(median, decimals))
        .put("max", rounded(max, decimals));
  }

  /// The median.
  double rounded(int decimals) {
    return rounded(median, decimals);
  }

  private static double rounded(double value, int decimals) {
    double scale = Math.pow(10, decimals);
    return Math.round(value * scale) / scale;
  }
}
