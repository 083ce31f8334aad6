package dev.hikkoshi.bench.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Measures all contenders of a benchmark in turn, round by round, so that whatever else the
/// machine does meets them alike.
record BenchRun(
    Measurement headline,
    List<Measurement> parts,
    List<Measurement> baselines,
    List<String> absent,
    List<OtherSize> others) {
  BenchRun {
    parts = List.copyOf(parts);
    baselines = List.copyOf(baselines);
    absent = List.copyOf(absent);
    others = List.copyOf(others);
  }

  /// The same code measured with rounds of another size.
  ///
  /// @param ratio what an item costs beside one of the benchmark's own size: the median of the
  ///   rounds, each compared with the one it took turns with
  record OtherSize(int items, Measurement headline, List<Measurement> parts, double ratio) {
    OtherSize {
      parts = List.copyOf(parts);
    }
  }

  /// @param items of each round
  /// @param others less than `items`: each round works on that many again and again until they are
  ///   as many as `items`
  /// @param warmUp how many items each contender works on, in whole rounds, before it is measured
  static BenchRun of(
      Bench bench, int items, List<Integer> others, int rounds, long warmUp, Consumer<String> said)
      throws IOException, InterruptedException {
    List<Contender> parts = bench.parts(items);
    var all = new ArrayList<>(parts);
    for (int other : others) {
      int times = Math.ceilDiv(items, other);
      bench.parts(other).forEach(part -> all.add(new RepeatedContender(part, times)));
    }
    int ours = all.size();
    all.addAll(bench.baselines());
    List<Measurement> measured = measure(all, rounds, warmUp, said);
    List<Measurement> own = measured.subList(0, parts.size());
    Measurement headline = bench.headline(own);
    int index = own.indexOf(headline);
    return new BenchRun(
        headline,
        own,
        measured.subList(ours, measured.size()),
        bench.absent(),
        IntStream.range(0, others.size())
            .mapToObj(i -> {
              int from = (i + 1) * parts.size();
              List<Measurement> sized = measured.subList(from, from + parts.size());
              Measurement same = sized.get(index);
              return new OtherSize(others.get(i), same, sized, same.ratioTo(headline));
            })
            .toList());
  }

  private static List<Measurement> measure(
      List<Contender> all, int rounds, long warmUp, Consumer<String> said)
      throws IOException, InterruptedException {
    for (Contender contender : all.stream().filter(Contender::warmsUp).toList()) {
      said.accept("warming up: " + contender.name());
      for (long warm = 0; warm < warmUp; ) {
        warm += contender.round().items();
      }
    }
    List<List<Round>> measured = all.stream().<List<Round>>map(_ -> new ArrayList<>()).toList();
    for (int round = 0; round < rounds; round++) {
      said.accept("round " + (round + 1) + " of " + rounds);
      for (int i = 0; i < all.size(); i++) {
        measured.get(i).add(all.get(i).round());
      }
    }
    var measurements = new ArrayList<Measurement>();
    for (int i = 0; i < all.size(); i++) {
      measurements.add(new Measurement(all.get(i).name(), measured.get(i), all.get(i).peakRssKb()));
    }
    return measurements;
  }
}
