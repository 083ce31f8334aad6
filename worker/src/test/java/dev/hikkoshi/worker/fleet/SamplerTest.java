package dev.hikkoshi.worker.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hikkoshi.common.ledger.InMemoryDynamoDb;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.RateSample;
import dev.hikkoshi.common.ledger.RateSample.Step;
import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.worker.Migrations;
import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.write.FreePacer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class SamplerTest {
  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");
  private static final PaceOutcome THROTTLED =
      new PaceOutcome(25, 15, 0, 0, 10, false, Duration.ZERO);

  private final InMemoryDynamoDb table = new InMemoryDynamoDb();
  private final Ledger ledger = table.asLedger();
  private final Steps time = new Steps();
  private final Leases leases =
      new Leases(ledger.migrations(), time.clock(), time::nanoTime, Duration.ofSeconds(60));
  private final Pacers pacers = new Pacers((_, _) -> new FreePacer());
  private final Sampler sampler =
      new Sampler("w", ledger.samples(), leases, pacers, time.clock(), time);

  @BeforeEach
  void migrate() {
    ledger.migrations().create(Migrations.in(MigrationState.PRODUCING, 0));
    try (var hold = leases.hold("m", 0)) {
      assertThat(hold.lease()).isPresent();
    }
  }

  @AfterEach
  void stop() {
    sampler.close();
  }

  private void write(PaceOutcome outcome) {
    var migration = ledger.migrations().find("m").orElseThrow();
    pacers.of(migration).record(outcome);
    pacers.unit(migration, new UnitTotals(outcome.error() ? 0 : 20, 1, 0, 5, 20, 0));
  }

  private List<RateSample> samples() {
    var all = new ArrayList<RateSample>();
    ledger.samples().all("m", all::add);
    return all;
  }

  @Test
  void writesARowWhenItIsFull() throws InterruptedException {
    for (int i = 0; i < RateSample.MOST_STEPS; i++) {
      assertThat(samples()).isEmpty();
      write(THROTTLED);
      time.step();
    }
    RateSample row = samples().getFirst();
    assertThat(row.from()).isEqualTo(START);
    assertThat(row.worker()).isEqualTo("w");
    assertThat(row.reading()).isFalse();
    assertThat(row.steps())
        .hasSize(RateSample.MOST_STEPS)
        .containsOnly(new Step(2, 1000, 0, 15, 10, 1, 1, 0, 20, 5));
  }

  @Test
  void writesWhatItHasWhenThePhaseIsOverAndWhenItStops() throws InterruptedException {
    write(PaceOutcome.accepted(20, 0, Duration.ZERO));
    write(PaceOutcome.failed(20, Duration.ZERO));
    time.step();
    ledger.migrations().advance("m", 0, MigrationState.VERIFYING, "test");
    leases.refreshAll();
    time.step();
    assertThat(samples()).hasSize(1);
    assertThat(samples().getFirst().steps())
        .containsExactly(
            new Step(2, 1000, 0, 20, 0, 2, 0, 1, 20, 10),
            new Step(2, 1000, 0, 0, 0, 0, 0, 0, 0, 0));
    write(PaceOutcome.accepted(7, 7, Duration.ZERO));
    sampler.close();
    assertThat(samples()).hasSize(2);
    assertThat(samples().getLast().reading()).isTrue();
    assertThat(samples().getLast().steps())
        .extracting(Step::units, Step::target)
        .containsExactly(tuple(7.0, 6000.0));
  }

  @Test
  void writesNothingOfTimesWhenNothingWasSent() throws InterruptedException {
    for (int i = 0; i < 2 * RateSample.MOST_STEPS; i++) {
      time.step();
    }
    sampler.close();
    assertThat(samples()).isEmpty();
  }

  @Test
  void aLedgerThatCannotBeReachedCostsOneRow() throws InterruptedException {
    table.before(() -> {
      throw SdkClientException.create("unreachable");
    });
    for (int i = 0; i < RateSample.MOST_STEPS; i++) {
      writeUnheard();
      time.step();
    }
    table.before(() -> {});
    assertThat(samples()).isEmpty();
    write(THROTTLED);
    sampler.close();
    assertThat(samples()).hasSize(1);
  }

  private void writeUnheard() {
    pacers.of(Migrations.in(MigrationState.PRODUCING, 0)).record(THROTTLED);
  }

  /// Passes when it is told to.
  private static final class Steps implements Time {
    private final Semaphore asleep = new Semaphore(0);
    private final Semaphore go = new Semaphore(0);
    private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);

    /// One step of the sampler, from sleep to sleep.
    void step() throws InterruptedException {
      asleep.acquire();
      go.release();
      asleep.acquire();
      asleep.release();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      asleep.release();
      go.acquire();
      passed.updateAndGet(before -> before.plus(duration));
    }

    @Override
    public long nanoTime() {
      return Objects.requireNonNull(passed.get()).toNanos();
    }

    @Override
    public Clock clock() {
      return new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
          return START.plus(passed.get());
        }
      };
    }
  }
}
