package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.worker.simulate.PolicyComparison;
import dev.hikkoshi.worker.simulate.PolicyName;
import dev.hikkoshi.worker.simulate.SimulationRequest;
import dev.hikkoshi.worker.simulate.SimulationResult;
import dev.hikkoshi.worker.simulate.Variation;
import dev.hikkoshi.worker.simulate.WorkerSchedule.Step;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What `simulate --vary` answers.
///
/// @param variations drawn
/// @param comparisons of each, in the same order
record VariedRuns(List<Variation> variations, List<PolicyComparison> comparisons) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Draws and simulates so many, on all processors.
  static VariedRuns of(ObjectNode profile, SimulationRequest request, int count) {
    List<Variation> drawn =
        IntStream.range(0, count)
            .mapToObj(number -> Variation.of(profile, request, number))
            .toList();
    return new VariedRuns(
        drawn, drawn.parallelStream().map(each -> PolicyComparison.of(each.request())).toList());
  }

  ObjectNode json() {
    ObjectNode json =
        Output.object()
            .put("variations", variations.size())
            .put("asEfficient", count(PolicyComparison::isAsEfficient))
            .put("asSeldomRefused", count(PolicyComparison::isAsSeldomRefused))
            .put("both", count(VariedRuns::isBoth))
            .put("efficiency", mean(SimulationResult::efficiency))
            .put("throttleRatio", mean(SimulationResult::throttleRatio));
    var runs = json.putArray("runs");
    for (int i = 0; i < variations.size(); i++) {
      SimulationRequest request = variations.get(i).request();
      PolicyComparison comparison = comparisons.get(i);
      ObjectNode run =
          runs.addObject()
              .put("items", request.items())
              .put("target", request.target())
              .put("workers", workers(request))
              .put("asEfficient", comparison.isAsEfficient())
              .put("asSeldomRefused", comparison.isAsSeldomRefused());
      run.set("profile", variations.get(i).profile());
      var results = run.putArray("results");
      results(comparison).forEach(result -> results.add(JSON.<ObjectNode>valueToTree(result)));
    }
    return json;
  }

  String text() {
    String head =
        row(
            "items",
            "target",
            "workers",
            results(comparisons.getFirst()).map(result -> result.policy().spelling() + "   "));
    return Stream.of(
            Stream.of("efficiency / refused in %; * a comparison that ours does not stand", head),
            IntStream.range(0, variations.size()).mapToObj(this::text),
            Stream.of(summary()))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }

  private String text(int number) {
    SimulationRequest request = variations.get(number).request();
    PolicyComparison comparison = comparisons.get(number);
    return row(
        String.format(Locale.ROOT, "%,d", request.items()),
        String.format(Locale.ROOT, "%,.0f", request.target()),
        workers(request),
        results(comparison).map(result -> cell(comparison, result)));
  }

  private static String cell(PolicyComparison comparison, SimulationResult result) {
    boolean ours = result.policy() == PolicyName.ADAPTIVE;
    return String.format(
        Locale.ROOT,
        "%.3f%s/ %5.2f%s",
        result.efficiency(),
        ours && !comparison.isAsEfficient() ? "*" : " ",
        100 * result.throttleRatio(),
        ours && !comparison.isAsSeldomRefused() ? "*" : " ");
  }

  private static String row(String items, String target, String workers, Stream<String> cells) {
    return String.format(Locale.ROOT, "%13s %9s  %-7s", items, target, workers)
        + cells.map(cell -> String.format(Locale.ROOT, "%17s", cell)).collect(Collectors.joining());
  }

  private String summary() {
    return String.format(
        Locale.ROOT,
        "of %d: %d as efficient as every other policy (within 0.01), %d refused no more than the middle one, %d both;"
            + " mean efficiency %.4f, throttle ratio %.4f",
        variations.size(),
        count(PolicyComparison::isAsEfficient),
        count(PolicyComparison::isAsSeldomRefused),
        count(VariedRuns::isBoth),
        mean(SimulationResult::efficiency),
        mean(SimulationResult::throttleRatio));
  }

  private static Stream<SimulationResult> results(PolicyComparison comparison) {
    return Stream.concat(Stream.of(comparison.adaptive()), comparison.baselines().stream());
  }

  private static boolean isBoth(PolicyComparison comparison) {
    return comparison.isAsEfficient() && comparison.isAsSeldomRefused();
  }

  private long count(Predicate<PolicyComparison> which) {
    return comparisons.stream().filter(which).count();
  }

  private double mean(ToDoubleFunction<SimulationResult> figure) {
    return comparisons.stream()
        .map(PolicyComparison::adaptive)
        .mapToDouble(figure)
        .average()
        .orElse(0);
  }

  /// As `--workers` takes it.
  private static String workers(SimulationRequest request) {
    return request.workers().steps().stream()
        .map(VariedRuns::workers)
        .collect(Collectors.joining(","));
  }

  private static String workers(Step step) {
    return step.atSecond() == 0
        ? Integer.toString(step.workers())
        : step.workers() + "@" + step.atSecond();
  }
}
