package dev.hikkoshi.worker.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.time.Time;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BreakersTest {
  private final ManualTime time = new ManualTime();
  private final Breakers breakers = new Breakers(time);

  private void refused(String migration) {
    try (var trial = breakers.trial(migration).orElseThrow()) {
      trial.refused("AccessDeniedException: no");
    }
  }

  private void accepted(String migration) {
    try (var trial = breakers.trial(migration).orElseThrow()) {
      trial.accepted();
    }
  }

  private void refuseEverything() {
    for (int i = 0; i < 4; i++) {
      refused("m");
    }
  }

  @Test
  void opensAfterSeveralRefusalsInARow() {
    refused("m");
    refused("m");
    refused("m");
    accepted("m");
    refused("m");
    refused("m");
    refused("m");
    assertThat(breakers.refusal("m")).isEmpty();
    refused("m");
    assertThat(breakers.trial("m")).isEmpty();
    assertThat(breakers.refusal("m")).isEqualTo("AccessDeniedException: no");
  }

  @Test
  void holdsUpNoOtherMigration() {
    refuseEverything();
    assertThat(breakers.isAnyAccepting()).isFalse();
    accepted("other");
    assertThat(breakers.trial("m")).isEmpty();
    assertThat(breakers.isAnyAccepting()).isTrue();
    assertThat(breakers.refusal("other")).isEmpty();
    time.passed = Duration.ofSeconds(20);
    assertThat(breakers.isAnyAccepting()).isFalse();
  }

  @Test
  void triesOneUnitNowAndThenUntilOneSucceeds() {
    refuseEverything();
    time.passed = Breakers.WAIT.minusMillis(1);
    assertThat(breakers.trial("m")).isEmpty();
    time.passed = Breakers.WAIT.plusMillis(1);
    try (var trial = breakers.trial("m").orElseThrow()) {
      assertThat(breakers.trial("m")).isEmpty();
      trial.refused("still");
    }
    assertThat(breakers.trial("m")).isEmpty();
    assertThat(breakers.refusal("m")).isEqualTo("still");
    time.passed = Breakers.WAIT.multipliedBy(2).plusMillis(2);
    accepted("m");
    assertThat(breakers.refusal("m")).isEmpty();
    accepted("m");
  }

  /// The worker stops, or the unit may not be executed now.
  @Test
  void aTrialWithoutOutcomeCountsForNothing() {
    refuseEverything();
    time.passed = Breakers.WAIT.plusMillis(1);
    breakers.trial("m").orElseThrow().close();
    accepted("m");
    assertThat(breakers.refusal("m")).isEmpty();
  }

  private static final class ManualTime implements Time {
    private Duration passed = Duration.ZERO;

    @Override
    public void sleep(Duration duration) {
      passed = passed.plus(duration);
    }

    @Override
    public long nanoTime() {
      return passed.toNanos();
    }

    @Override
    public Clock clock() {
      return new Clock() {
        @Override
        public Instant instant() {
          return Instant.EPOCH.plus(passed);
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };
    }
  }
}
