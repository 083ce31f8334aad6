package dev.hikkoshi.bench.virtual;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.runbook.cli.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Plays many seeds, as many at a time as there are processors.
///
/// @param seed the first
/// @param seeds how many
/// @param violated those that went wrong, in order
/// @param events effects played in all of them
/// @param virtualSeconds time that passed in them
/// @param seconds time that playing them took
public record VirtualSeeds(
    long seed,
    long seeds,
    List<VirtualResult> violated,
    long events,
    double virtualSeconds,
    long kills,
    long pauses,
    long faults,
    double seconds) {
  /// Plays them.
  ///
  /// @param progress told how many were played, by one thread at a time
  public static VirtualSeeds play(long seed, long seeds, LongConsumer progress)
      throws InterruptedException {
    var run = new Run(seed, seeds, progress);
    long begun = System.nanoTime();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      threads.add(Thread.ofPlatform().name("virtual-" + i).start(run::play));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return run.sum(seed, seeds, (System.nanoTime() - begun) / 1e9);
  }

  /// Whether nothing went wrong.
  public boolean exact() {
    return violated.isEmpty();
  }

  public ObjectNode json() {
    ObjectNode json = Output.object();
    json.put("seed", seed)
        .put("seeds", seeds)
        .put("exact", exact())
        .put("kills", kills)
        .put("pauses", pauses)
        .put("faults", faults)
        .put("events", events)
        .put("virtualSeconds", virtualSeconds)
        .put("seconds", seconds);
    var wrong = json.putArray("violations");
    violated.forEach(result ->
        wrong
            .addObject()
            .put("seed", result.seed())
            .put("violation", result.violation().orElse("")));
    return json;
  }

  public String text() {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "chaos in virtual time: %,d seeds, %,d of them wrong%n  %,d events in %,.0f virtual hours,"
                + " with %,d kills, %,d pauses and %,d faults; %.1f seconds%n",
            seeds,
            violated.size(),
            events,
            virtualSeconds / 3600,
            kills,
            pauses,
            faults,
            seconds));
    violated.forEach(result ->
        text.append(
            String.format(
                Locale.ROOT,
                "  seed %d %s%n    what happened: hikkoshi chaos --virtual --trace --seed %d%n",
                result.seed(),
                result.violation().orElse(""),
                result.seed())));
    return text.toString();
  }

  /// What the threads share.
  private static final class Run {
    private final AtomicLong next;
    private final long end;
    private final LongConsumer progress;
    private final List<VirtualResult> results = new ArrayList<>();

    Run(long seed, long seeds, LongConsumer progress) {
      this.next = new AtomicLong(seed);
      this.end = seed + seeds;
      this.progress = progress;
    }

    void play() {
      for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
        VirtualResult result = VirtualFleet.run(seed);
        synchronized (results) {
          results.add(result);
          progress.accept(results.size());
        }
      }
    }

    VirtualSeeds sum(long seed, long seeds, double seconds) {
      synchronized (results) {
        return new VirtualSeeds(
            seed,
            seeds,
            results.stream()
                .filter(result -> result.violation().isPresent())
                .sorted((a, b) -> Long.compare(a.seed(), b.seed()))
                .toList(),
            results.stream().mapToLong(VirtualResult::events).sum(),
            results.stream().mapToDouble(VirtualResult::virtualSeconds).sum(),
            results.stream().mapToLong(VirtualResult::kills).sum(),
            results.stream().mapToLong(VirtualResult::pauses).sum(),
            results.stream().mapToLong(VirtualResult::faults).sum(),
            seconds);
      }
    }
  }
}
