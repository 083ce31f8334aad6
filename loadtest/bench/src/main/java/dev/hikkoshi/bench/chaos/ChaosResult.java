package dev.hikkoshi.bench.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.SortedMap;

/// What came of all migrations of one `chaos`.
///
/// @param last what the last migration's `run` answered
/// @param exact whether every migration was, by its own verification and by comparison
/// @param faults injected, by kind
record ChaosResult(
    ObjectNode last,
    long seed,
    int migrations,
    boolean exact,
    long lost,
    long extra,
    Tally tally,
    SortedMap<String, Long> faults,
    double seconds) {
  ObjectNode json() {
    ObjectNode json = last.deepCopy();
    json.put("exact", exact)
        .put("seconds", Math.round(seconds * 1_000) / 1_000.0)
        .put("seed", seed)
        .put("lost", lost)
        .put("kills", tally.kills)
        .put("pauses", tally.pauses)
        .put("faults", total())
        .put("migrations", migrations)
        .put("gaveUp", tally.gaveUp)
        .put("serviceExits", tally.serviceExits);
    var byKind = json.putObject("faultsByKind");
    faults.forEach(byKind::put);
    return json;
  }

  String text() {
    var kinds = new StringBuilder();
    faults.forEach(
        (kind, count) -> kinds.append(String.format(Locale.ROOT, "    %-24s %,7d%n", kind, count)));
    return String.format(
        Locale.ROOT,
        """
        chaos with seed %d: %s
          items: %,d in the source, %,d in the destination, %,d lost, %,d extra, %,d dead
          adversary: %d kills, %d pauses, %,d faults in %d migrations
          started again by an orchestrator: run %d times, services %d times
        %s  this command took %.1f s
        """,
        seed,
        exact ? "exact: source and destination are equal" : "NOT exact",
        last.path("sourceItems").asLong(),
        last.path("destinationItems").asLong(),
        lost,
        extra,
        last.path("dead").asLong(),
        tally.kills,
        tally.pauses,
        total(),
        migrations,
        tally.gaveUp,
        tally.serviceExits,
        kinds,
        seconds);
  }

  private long total() {
    return faults.values().stream().mapToLong(Long::longValue).sum();
  }
}
