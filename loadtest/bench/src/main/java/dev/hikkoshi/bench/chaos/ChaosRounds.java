package dev.hikkoshi.bench.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.local.EmbeddedAws;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Migrations one after the other, until the adversary has had enough opportunities. For one
/// thread.
final class ChaosRounds {
  private static final String THREADS = "4";

  private final long seed;
  private final RandomGenerator random;
  private final Duration atLeast;
  private final Path folder;
  private final ChaosLog log;
  private final Tally tally = new Tally();
  private final long startNanos = System.nanoTime();

  /// @param atLeast how long it goes on
  /// @param folder of the logs
  ChaosRounds(long seed, RandomGenerator random, Duration atLeast, Path folder, ChaosLog log) {
    this.seed = seed;
    this.random = random;
    this.atLeast = atLeast;
    this.folder = folder;
    this.log = log;
  }

  ChaosResult run(EmbeddedAws aws, ChaosTables tables) throws IOException, InterruptedException {
    boolean exact = true;
    long lost = 0;
    long extra = 0;
    for (int number = 1; ; number++) {
      Path file = tables.migration("chaos-" + seed + "-" + number, number, folder);
      ObjectNode answer = migrate(file, aws);
      TableComparison compared = tables.compare(number);
      log.say(file.getFileName() + ": " + answer.path("state").asText() + ", " + compared);
      lost += compared.lost();
      extra += compared.extra();
      exact &= answer.path("exact").asBoolean() && compared.lost() + compared.extra() == 0;
      if (!exact || isEnough(aws)) {
        return new ChaosResult(
            answer,
            seed,
            number,
            exact,
            lost,
            extra,
            tally,
            aws.faults().counts().byKind(),
            seconds());
      }
    }
  }

  private ObjectNode migrate(Path file, EmbeddedAws aws) throws IOException, InterruptedException {
    try (var migration =
        new ChaosMigration(file, environment(aws), folder, aws.faults(), tally, log)) {
      return migration.toItsEnd(Attack.plan(random));
    }
  }

  private static Map<String, String> environment(EmbeddedAws aws) {
    var environment = new HashMap<>(aws.environment());
    environment.put("HIKKOSHI_THREADS", THREADS);
    environment.put("HIKKOSHI_LOG_LEVEL", "info");
    return environment;
  }

  private boolean isEnough(EmbeddedAws aws) {
    return seconds() >= atLeast.toSeconds() && tally.enough(aws.faults().counts().total());
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
