package dev.hikkoshi.worker.fleet;

import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.RateSample;
import dev.hikkoshi.common.ledger.RateSample.Step;
import dev.hikkoshi.common.ledger.SampleRows;
import dev.hikkoshi.common.time.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// Writes down how fast this worker goes, for reports: a step every two seconds, a row in the
/// ledger every half minute and when a migration goes from one phase to the next. A worker that is
/// killed loses less than half a minute of it.
///
/// It has a thread of its own: a ledger that is slow must not keep heartbeats waiting. A row that
/// cannot be written is dropped; nothing but pictures depends on it.
public final class Sampler implements AutoCloseable {
  /// How long a step is.
  public static final Duration STEP = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

  private final String id;
  private final SampleRows samples;
  private final Leases leases;
  private final Pacers pacers;
  private final Clock clock;
  private final Time time;
  private final Map<String, Open> open = new HashMap<>();
  private final Thread thread;
  private Instant stepped;
  private long steppedNanos;

  /// Begins to sample.
  ///
  /// @param clock what the samples' times are of
  public Sampler(
      String id, SampleRows samples, Leases leases, Pacers pacers, Clock clock, Time time) {
    this.id = id;
    this.samples = samples;
    this.leases = leases;
    this.pacers = pacers;
    this.clock = clock;
    this.time = time;
    this.stepped = clock.instant();
    this.steppedNanos = time.nanoTime();
    this.thread = time.start("samples-" + id, this::sample);
  }

  private void sample() {
    try {
      while (true) {
        time.sleep(STEP);
        step();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() {
    long now = time.nanoTime();
    double seconds = Duration.ofNanos(now - steppedNanos).toMillis() / 1e3;
    List<Migration> seen = leases.seen().stream().filter(each -> !isAdHoc(each)).toList();
    seen.forEach(migration -> step(migration, seconds));
    // What the ledger does not know any more gets no rows either.
    open.keySet().retainAll(seen.stream().map(Migration::name).toList());
    stepped = clock.instant();
    steppedNanos = now;
  }

  /// What other systems ask for never ends, and is reported to them.
  private static boolean isAdHoc(Migration migration) {
    return migration.loads().isEmpty();
  }

  private void step(Migration migration, double seconds) {
    String name = migration.name();
    Open row = open.computeIfAbsent(name, _ -> new Open(migration, stepped));
    boolean goesOn = row.isOf(migration);
    row.steps.add(pacers.take(row.migration, seconds));
    if (!goesOn || row.steps.size() >= RateSample.MOST_STEPS) {
      write(row);
      open.remove(name);
    }
  }

  private void write(Open row) {
    if (row.steps.stream().allMatch(step -> step.requests() == 0)) {
      return;
    }
    try {
      samples.put(
          row.migration.name(), new RateSample(id, row.from, row.migration.isReading(), row.steps));
    } catch (SdkException e) {
      LOG.debug("A sample of worker {} is lost: {}", id, e.getMessage());
    }
  }

  /// Writes what was not written yet.
  @Override
  public void close() {
    thread.interrupt();
    try {
      if (time.join(thread, Leases.MAX_SILENCE)) {
        step();
        open.values().forEach(this::write);
        open.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A row that is being filled.
  private static final class Open {
    private final Migration migration;
    private final Instant from;
    private final List<Step> steps = new ArrayList<>();

    Open(Migration migration, Instant from) {
      this.migration = migration;
      this.from = from;
    }

    boolean isOf(Migration now) {
      return migration.phase() == now.phase()
          && migration.isReading() == now.isReading()
          && !now.hasEnded();
    }
  }
}
