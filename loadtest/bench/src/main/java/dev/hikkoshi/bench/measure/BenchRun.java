package dev.hikkoshi.bench.measure;

import dev.hikkoshi.runbook.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Measures all contenders of a benchmark in turn, round by round, so that whatever else the
/// machine does meets them alike.
record BenchRun(
    Measurement headline,
    List<Measurement> parts,
    List<Measurement> baselines,
    List<String> absent) {
  BenchRun {
    parts = List.copyOf(parts);
    baselines = List.copyOf(baselines);
    absent = List.copyOf(absent);
  }

  /// @param warmUp how many items each contender works on, in whole rounds, before it is measured
  static BenchRun of(Bench bench, int rounds, long warmUp, Progress progress)
      throws IOException, InterruptedException {
    List<Contender> all =
        Stream.concat(bench.parts().stream(), bench.baselines().stream()).toList();
    for (Contender contender : all.stream().filter(Contender::warmsUp).toList()) {
      progress.say("warming up: " + contender.name());
      for (long warm = 0; warm < warmUp; ) {
        warm += contender.round().items();
      }
    }
    List<List<Round>> measured = all.stream().<List<Round>>map(_ -> new ArrayList<>()).toList();
    for (int round = 0; round < rounds; round++) {
      progress.say("round " + (round + 1) + " of " + rounds);
      for (int i = 0; i < all.size(); i++) {
        measured.get(i).add(all.get(i).round());
      }
    }
    var measurements = new ArrayList<Measurement>();
    for (int i = 0; i < all.size(); i++) {
      measurements.add(new Measurement(all.get(i).name(), measured.get(i), all.get(i).peakRssKb()));
    }
    int parts = bench.parts().size();
    List<Measurement> ours = measurements.subList(0, parts);
    return new BenchRun(
        bench.headline(ours),
        ours,
        measurements.subList(parts, measurements.size()),
        bench.absent());
  }
}
