package dev.hikkoshi.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.ledger.Heartbeat;
import dev.hikkoshi.common.ledger.InMemoryDynamoDb;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.worker.fleet.Leases;
import dev.hikkoshi.worker.fleet.Membership;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class FenceTest {
  private static final Duration VALIDITY = Duration.ofSeconds(60);
  private static final Duration LIMIT = VALIDITY.plusSeconds(5);

  private final Ledger ledger = InMemoryDynamoDb.ledger();
  private final FleetWatch watch = new FleetWatch();
  private final List<String> said = new ArrayList<>();
  private final Deque<Runnable> next = new ArrayDeque<>();
  private long now;

  /// Something happens at each poll, in turn.
  private void then(Runnable... happens) {
    next.addAll(List.of(happens));
  }

  private Duration await() throws InterruptedException {
    long begun = now;
    new Fence(
            ledger.fleet(),
            watch,
            VALIDITY,
            () -> now,
            pause -> {
              now += pause.toNanos();
              if (!next.isEmpty()) {
                next.removeFirst().run();
              }
            },
            new Progress() {
              @Override
              public void step(String name, long total) {}

              @Override
              public void done(long count) {}

              @Override
              public void say(String line) {
                said.add(line);
              }

              @Override
              public void close() {}
            })
        .await("m", 1);
    return Duration.ofNanos(now - begun);
  }

  private void beat(String id, long beat, int lowestPhase) {
    ledger
        .fleet()
        .beat(
            new Heartbeat(
                id,
                Membership.ROLE,
                beat,
                0,
                List.of(new Heartbeat.Pace("m", 0, 0, lowestPhase, ""))));
  }

  private void idle(String id, long beat) {
    ledger.fleet().beat(new Heartbeat(id, Membership.ROLE, beat, 0, List.of()));
  }

  private List<String> fleet() {
    return ledger.fleet().all(Membership.ROLE).stream().map(Heartbeat::id).toList();
  }

  @Test
  void withoutWorkersNothingIsWaitedFor() throws Exception {
    assertThat(await()).isZero();
  }

  @Test
  void isOpenOnceEveryWorkerIsInTheNewPhase() throws Exception {
    beat("a", 10, 1);
    beat("b", 7, 0);
    then(() -> beat("b", 8, 0), () -> beat("a", 11, 1), () -> beat("b", 9, 1), () -> fail());
    assertThat(await()).isEqualTo(Duration.ofMillis(900));
  }

  private static void fail() {
    throw new AssertionError("waited longer than needed");
  }

  /// Its last heartbeat may have been made before the phase was over.
  @Test
  void aWorkerThatDoesNotKnowTheMigrationHasToBeatTwice() throws Exception {
    idle("a", 3);
    then(() -> idle("a", 4), () -> {}, () -> idle("a", 5), () -> fail());
    assertThat(await()).isEqualTo(Duration.ofMillis(900));
  }

  @Test
  void aWorkerThatLeavesIsNotWaitedFor() throws Exception {
    beat("a", 3, 0);
    then(() -> {}, () -> ledger.fleet().leave(Membership.ROLE, "a"), () -> fail());
    assertThat(await()).isEqualTo(Duration.ofMillis(600));
  }

  @Test
  void aFrozenWorkerIsWaitedForUntilItsSignaturesAreTooOld() throws Exception {
    beat("frozen", 3, 0);
    assertThat(await()).isBetween(LIMIT, LIMIT.plusSeconds(1));
    assertThat(said)
        .containsExactly(
            "waits until 1 worker that does not answer can no longer write: at most 65 s");
    assertThat(fleet()).containsExactly("frozen");
  }

  @Test
  void aWorkerThatGoesOnBeatingInTheOldPhaseIsWaitedForAsLong() throws Exception {
    beat("a", 0, 0);
    for (int i = 1; i <= 300; i++) {
      int beat = i;
      then(() -> beat("a", beat, 0));
    }
    assertThat(await()).isBetween(LIMIT, LIMIT.plusSeconds(1));
  }

  @Test
  void aWorkerThatHasBeenSilentForLongEnoughBeforeIsForgotten() throws Exception {
    beat("dead", 3, 0);
    beat("alive", 4, 1);
    watch.look(ledger.fleet().all(Membership.ROLE), now);
    now += Leases.MAX_SILENCE.plus(LIMIT).toNanos() - 1;
    then(() -> {}, () -> fail());
    assertThat(await()).isEqualTo(Duration.ofMillis(300));
    assertThat(fleet()).containsExactly("alive");
  }

  @Test
  void aWorkerThatWokeUpMeanwhileIsNotForgotten() throws Exception {
    beat("late", 3, 0);
    watch.look(ledger.fleet().all(Membership.ROLE), now);
    Heartbeat old = ledger.fleet().all(Membership.ROLE).getFirst();
    beat("late", 4, 0);
    ledger.fleet().forget(old);
    assertThat(fleet()).containsExactly("late");
  }
}
