package dev.hikkoshi.worker.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.ledger.InMemoryDynamoDb;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.worker.Migrations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeasesTest {
  private static final Duration VALIDITY = Duration.ofSeconds(60);
  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

  private final InMemoryDynamoDb table = new InMemoryDynamoDb();
  private final Ledger ledger = table.asLedger();
  private Duration passed = Duration.ZERO;
  private final Leases leases =
      new Leases(
          ledger.migrations(),
          new Clock() {
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
              return START.plus(passed);
            }
          },
          () -> passed.toNanos(),
          VALIDITY);

  private Lease lease(int phase) {
    return find(phase).orElseThrow();
  }

  private Optional<Lease> find(int phase) {
    beat();
    try (var hold = leases.hold("m", phase)) {
      return hold.lease();
    }
  }

  private void beat() {
    leases.beaten(passed.toNanos());
  }

  private void state(MigrationState state) {
    ledger.migrations().state("m", 0, state);
  }

  @ParameterizedTest
  @CsvSource({
    "PLANNED,0,0,false,false",
    "CHECKING,0,0,false,false",
    "PRODUCING,0,0,true,false",
    "DRAINING,0,0,true,false",
    "VERIFYING,1,1,true,false",
    "VERIFYING,1,0,false,true",
    "PRODUCING,0,1,false,false",
    "PAUSED,0,0,false,false",
    "FAILED,1,0,false,true",
    "COMPLETE,1,1,false,false"
  })
  void aUnitMayBeExecutedInItsPhaseWhileTheMigrationIsAtWork(
      MigrationState state, int phase, int unitPhase, boolean allows, boolean over) {
    ledger.migrations().create(Migrations.in(state, phase));
    assertThat(lease(unitPhase).allows()).isEqualTo(allows);
    assertThat(lease(unitPhase).over()).isEqualTo(over);
  }

  @Test
  void whatIsRememberedMayAllow() {
    ledger.migrations().create(Migrations.in(MigrationState.PRODUCING, 0));
    assertThat(lease(0).allows()).isTrue();
    passed = Duration.ofSeconds(5);
    state(MigrationState.PAUSED);
    assertThat(lease(0).allows()).isTrue();
    assertThat(lease(0).checkedAt()).isEqualTo(START);
    assertThat(table.reads()).isEqualTo(1);
  }

  @Test
  void whatIsRememberedIsNeverOlderThanFiveSeconds() {
    ledger.migrations().create(Migrations.in(MigrationState.PRODUCING, 0));
    lease(0);
    state(MigrationState.PAUSED);
    passed = Duration.ofSeconds(5).plusNanos(1);
    assertThat(lease(0).allows()).isFalse();
    assertThat(lease(0).checkedAt()).isEqualTo(START.plus(passed));
  }

  @Test
  void onlyAFreshAnswerRefuses() {
    ledger.migrations().create(Migrations.in(MigrationState.PRODUCING, 0));
    lease(0);
    ledger.migrations().advance("m", 0, "run");
    assertThat(lease(1).allows()).isTrue();
    assertThat(table.reads()).isEqualTo(2);
    assertThat(lease(0).over()).isTrue();
  }

  /// The answer may be older than the call that brought it: it counts from before it was asked for.
  @Test
  void anAnswerIsAsOldAsItsQuestion() {
    ledger.migrations().create(Migrations.in(MigrationState.PRODUCING, 0));
    table.before(() -> passed = passed.plusSeconds(4));
    assertThat(lease(0).checkedAt()).isEqualTo(START);
    passed = passed.plusSeconds(2);
    lease(0);
    assertThat(table.reads()).isEqualTo(2);
  }

  @Test
  void aProcessThatWasFrozenAsksAgain() {
    ledger.migrations().create(Migrations.in(MigrationState.PRODUCING, 0));
    lease(0);
    ledger.migrations().advance("m", 0, "run");
    passed = Duration.ofHours(1);
    assertThat(lease(0).allows()).isFalse();
    assertThat(lease(0).over()).isTrue();
  }

  @Test
  void nobodyMayWriteForAMigrationTheLedgerDoesNotKnow() {
    assertThat(find(0)).isEmpty();
    ledger.migrations().create(Migrations.in(MigrationState.PRODUCING, 0));
    assertThat(lease(0).allows()).isTrue();
    ledger.forget("m");
    passed = Duration.ofSeconds(6);
    assertThat(find(0)).isEmpty();
    assertThat(leases.seen()).isEmpty();
  }

  @Test
  void refreshingKeepsLeasesFreshAndSeesNewTargets() {
    ledger.migrations().create(Migrations.in(MigrationState.PRODUCING, 0));
    lease(0);
    ledger.migrations().target("m", 7);
    passed = Duration.ofSeconds(4);
    leases.refreshAll();
    assertThat(leases.seen()).extracting(Migration::target).containsExactly(7.0);
    passed = Duration.ofSeconds(8);
    assertThat(lease(0).checkedAt()).isEqualTo(START.plusSeconds(4));
    assertThat(table.reads()).isEqualTo(2);
  }

  @Test
  void aWorkerTheFleetDoesNotHearMayNotWrite() {
    ledger.migrations().create(Migrations.in(MigrationState.PRODUCING, 0));
    try (var hold = leases.hold("m", 0)) {
      assertThat(leases.isAlive()).isFalse();
      assertThat(hold.lease().orElseThrow().allows()).isFalse();
      beat();
      assertThat(hold.lease().orElseThrow().allows()).isTrue();
      passed = Leases.MAX_SILENCE.plusNanos(1);
      assertThat(leases.isAlive()).isFalse();
      assertThat(hold.lease().orElseThrow().allows()).isFalse();
      assertThat(hold.lease().orElseThrow().over()).isFalse();
    }
  }

  @Test
  void aHeldUnitCountsUntilItIsLetGo() {
    ledger.migrations().create(Migrations.in(MigrationState.PRODUCING, 0));
    try (var _ = leases.hold("m", 0)) {
      try (var _ = leases.hold("m", 0)) {
        lease(0);
        ledger.migrations().advance("m", 0, "run");
        leases.refreshAll();
        assertThat(leases.lowestPhases()).isEqualTo(Map.of("m", 0));
      }
      assertThat(leases.lowestPhases()).isEqualTo(Map.of("m", 0));
      assertThat(leases.isQuiet()).isFalse();
    }
    assertThat(leases.lowestPhases()).isEqualTo(Map.of("m", 1));
    assertThat(leases.isQuiet()).isTrue();
  }

  /// The ledger may answer "phase 0 is open" long after it was asked.
  @Test
  void aHeldUnitCountsBeforeTheLedgerHasAnswered() {
    try (var _ = leases.hold("m", 3)) {
      assertThat(leases.lowestPhases()).isEqualTo(Map.of("m", 3));
    }
    assertThat(leases.lowestPhases()).isEmpty();
  }

  @Test
  void anUnansweredRequestCountsUntilItsSignatureIsTooOld() {
    ledger.migrations().create(Migrations.in(MigrationState.PRODUCING, 0));
    try (var hold = leases.hold("m", 0)) {
      hold.lease();
      hold.unanswered();
    }
    ledger.migrations().advance("m", 0, "run");
    leases.refreshAll();
    assertThat(leases.lowestPhases()).isEqualTo(Map.of("m", 0));
    passed = VALIDITY;
    assertThat(leases.isQuiet()).isFalse();
    passed = VALIDITY.plusNanos(1);
    assertThat(leases.lowestPhases()).isEqualTo(Map.of("m", 1));
    assertThat(leases.isQuiet()).isTrue();
  }

  /// Two threads ask; the one that asked first is answered last.
  @Test
  void aLeaseNeverGoesBackToAnEarlierPhase() {
    ledger.migrations().create(Migrations.in(MigrationState.PRODUCING, 0));
    beat();
    try (var late = leases.hold("m", 0);
        var early = leases.hold("m", 1)) {
      table.afterRead(() -> {
        table.afterRead(() -> {});
        ledger.migrations().advance("m", 0, "run");
        assertThat(early.lease().orElseThrow().allows()).isTrue();
      });
      assertThat(late.lease().orElseThrow().over()).isTrue();
    }
  }

  @Test
  void aMigrationOfTheSameNamePlannedAnewIsANewOne() {
    ledger.migrations().create(Migrations.in(MigrationState.VERIFYING, 2));
    assertThat(lease(2).allows()).isTrue();
    ledger.forget("m");
    ledger.migrations().create(Migrations.in(MigrationState.PRODUCING, 0, START));
    passed = Duration.ofSeconds(6);
    assertThat(lease(0).allows()).isTrue();
  }

  @Test
  void whatHasEndedIsForgottenAMinuteAfterItsLastUnit() {
    ledger.migrations().create(Migrations.in(MigrationState.PRODUCING, 0));
    lease(0);
    state(MigrationState.COMPLETE);
    leases.refreshAll();
    passed = Duration.ofSeconds(60);
    leases.refreshAll();
    assertThat(leases.seen()).hasSize(1);
    passed = Duration.ofSeconds(61);
    leases.refreshAll();
    assertThat(leases.seen()).isEmpty();
    assertThat(leases.lowestPhases()).isEmpty();
  }
}
