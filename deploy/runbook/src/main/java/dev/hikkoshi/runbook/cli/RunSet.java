package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.runbook.MigrationResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Several migrations, so many at a time. One that fails stops no other.
final class RunSet {
  private final List<MigrationRun> runs;
  private final int parallel;
  private final Output output;

  /// @param parallel how many at a time, at least 1
  RunSet(List<MigrationRun> runs, int parallel, Output output) {
    this.runs = List.copyOf(runs);
    this.parallel = parallel;
    this.output = output;
  }

  /// The same with targets whose sum never exceeds a quota: each is multiplied with what the quota
  /// is of the greatest targets that may run together, if that is below 1.
  ///
  /// @param quota units per second
  static List<MigrationRun> within(double quota, List<MigrationRun> runs, int parallel) {
    double together =
        runs.stream()
            .map(run -> run.file().target())
            .sorted(Comparator.reverseOrder())
            .limit(parallel)
            .mapToDouble(Double::doubleValue)
            .sum();
    double share = Math.min(1, quota / together);
    return runs.stream()
        .map(run ->
            new MigrationRun(
                run.path(),
                run.file().withTarget(run.file().target() * share),
                run.options(),
                run.range(),
                run.report()))
        .toList();
  }

  /// What became of one.
  ///
  /// @param result null if it could not be run to its end
  /// @param problem why not
  record Ended(
      MigrationRun run, @Nullable MigrationResult result, @Nullable CommandException problem) {
    boolean isGood() {
      return result != null && result.dead() == 0 && !Boolean.FALSE.equals(result.exact());
    }

    ObjectNode json() {
      if (result != null) {
        return result.json();
      }
      CommandException why = Objects.requireNonNull(problem);
      return Output.object()
          .put("migration", run.file().name())
          .put("error", why.kind())
          .put("message", why.getMessage())
          .put("subject", why.subject());
    }

    String text() {
      return result != null
          ? result.text()
          : run.file().name() + ": " + Objects.requireNonNull(problem).getMessage() + "\n";
    }
  }

  /// Runs them all.
  ///
  /// @return what became of each, in the order of the files
  List<Ended> run() throws InterruptedException {
    var places = new Semaphore(parallel);
    var ended = new Ended[runs.size()];
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < runs.size(); i++) {
      int place = i;
      threads.add(
          Thread.ofVirtual()
              .name("run-" + runs.get(i).file().name())
              .start(() -> ended[place] = ended(runs.get(place), places)));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      for (Thread thread : threads) {
        thread.join();
      }
      throw e;
    }
    return List.of(ended);
  }

  private Ended ended(MigrationRun run, Semaphore places) {
    try {
      places.acquire();
      try (var progress = new ProgressDisplay(output, run.file().name() + ": ")) {
        return new Ended(run, run.run(output, progress), null);
      } finally {
        places.release();
      }
    } catch (InterruptedException | RuntimeException e) {
      return new Ended(run, null, HikkoshiCommand.told(e));
    }
  }

  /// The answer for all of them.
  static ObjectNode json(List<Ended> all) {
    ObjectNode json = Output.object();
    json.put("exact", exact(all));
    ArrayNode list = json.putArray("migrations");
    all.forEach(one -> list.add(one.json()));
    return json;
  }

  /// Null as long as none differs, but not all were compared.
  private static @Nullable Boolean exact(List<Ended> all) {
    List<@Nullable Boolean> found = new ArrayList<>();
    all.forEach(one -> found.add(one.result() == null ? null : one.result().exact()));
    if (found.contains(false)) {
      return false;
    }
    return found.contains(null) ? null : Boolean.TRUE;
  }

  static String text(List<Ended> all) {
    return all.stream().map(Ended::text).collect(Collectors.joining());
  }
}
