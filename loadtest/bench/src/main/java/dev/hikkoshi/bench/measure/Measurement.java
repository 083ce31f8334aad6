package dev.hikkoshi.bench.measure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.runbook.cli.Output;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What was measured of one contender.
///
/// @param peakRssKb the most memory its process ever had; 0 where it is not known
record Measurement(String name, List<Round> rounds, long peakRssKb) {
  private static final int CPU_DECIMALS = 3;

  Measurement {
    rounds = List.copyOf(rounds);
  }

  Spread cpuSecondsPerMillion() {
    return Spread.of(rounds, Round::cpuSecondsPerMillion);
  }

  /// What an item costs beside another's: the median of the rounds that took turns.
  double ratioTo(Measurement other) {
    return Spread.of(
            IntStream.range(0, rounds.size())
                .mapToDouble(i ->
                    rounds.get(i).cpuSecondsPerMillion()
                        / other.rounds.get(i).cpuSecondsPerMillion())
                .toArray())
        .median();
  }

  private Spread itemsPerSecond() {
    return Spread.of(rounds, Round::itemsPerSecond);
  }

  private Spread allocatedBytesPerItem() {
    return Spread.of(rounds, Round::allocatedBytesPerItem);
  }

  /// Medians, and beside them how far the rounds lie apart. What is not known is not there.
  ObjectNode json() {
    ObjectNode json =
        Output.object()
            .put("cpuSecondsPerMillion", cpuSecondsPerMillion().rounded(CPU_DECIMALS))
            .put("itemsPerSecond", itemsPerSecond().rounded(0));
    ObjectNode spread = Output.object();
    spread.set("cpuSecondsPerMillion", cpuSecondsPerMillion().json(CPU_DECIMALS));
    spread.set("itemsPerSecond", itemsPerSecond().json(0));
    if (peakRssKb > 0) {
      json.put("peakRssMb", Math.ceilDiv(peakRssKb, 1024));
    }
    if (allocatedBytesPerItem().max() > 0) {
      json.put("allocatedBytesPerItem", allocatedBytesPerItem().rounded(0));
      spread.set("allocatedBytesPerItem", allocatedBytesPerItem().json(0));
    }
    json.set("spread", spread);
    return json;
  }

  String text() {
    Spread cpu = cpuSecondsPerMillion();
    String line =
        String.format(
            Locale.ROOT,
            "  %-22s %6.2f CPU-s per million items (%.2f to %.2f), %,.0f items/s",
            name,
            cpu.median(),
            cpu.min(),
            cpu.max(),
            itemsPerSecond().median());
    if (peakRssKb > 0) {
      line += String.format(Locale.ROOT, ", peak %,d MB", Math.ceilDiv(peakRssKb, 1024));
    }
    double allocated = allocatedBytesPerItem().median();
    return allocated > 0
        ? line + String.format(Locale.ROOT, ", %,.0f bytes allocated an item", allocated)
        : line;
  }
}
