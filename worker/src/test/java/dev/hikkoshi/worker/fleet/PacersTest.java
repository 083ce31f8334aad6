package dev.hikkoshi.worker.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.worker.Migrations;
import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PacersTest {
  private final List<Double> starts = new ArrayList<>();
  private final List<Pacer> made = new ArrayList<>();
  private final List<Pacer> stopped = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final Pacers pacers =
      new Pacers((rate, _) -> {
        starts.add(rate);
        made.add(new Stoppable());
        return made.getLast();
      });

  @Test
  void aMigrationThatIsVerifiedIsPacedByReads() {
    var writing = pacers.of(Migrations.in(MigrationState.PRODUCING, 0));
    assertThat(pacers.of(Migrations.in(MigrationState.DRAINING, 0))).isSameAs(writing);
    assertThat(stopped).isEmpty();
    var verifying = Migrations.in(MigrationState.VERIFYING, 2);
    var reading = pacers.of(verifying);
    assertThat(starts).containsExactly(4000.0, verifying.readTarget());
    // Whoever still waits there would wait for a share that nobody sets.
    assertThat(stopped).containsExactly(made.getFirst());
    assertThat(pacers.of(verifying)).isSameAs(reading);
  }

  /// It asked the ledger before the phase began.
  @Test
  void whoStillKnowsAnEarlierPhaseDoesNotEndALaterOne() {
    var writing = Migrations.in(MigrationState.PRODUCING, 0);
    var reading = pacers.of(Migrations.in(MigrationState.VERIFYING, 2));
    pacers.share(writing, Share.alone(100));
    var _ = pacers.of(writing);
    assertThat(pacers.of(Migrations.in(MigrationState.VERIFYING, 2))).isSameAs(reading);
    assertThat(stopped).isEmpty();
    assertThat(told).isEmpty();
    // It was asked for later than it was made.
    assertThat(pacers.of(Migrations.in(MigrationState.VERIFYING, 6))).isSameAs(reading);
    pacers.share(Migrations.in(MigrationState.PRODUCING, 4), Share.alone(100));
    assertThat(stopped).isEmpty();
    // Another run begins anew.
    var again = Migrations.in(MigrationState.PRODUCING, 0, Instant.EPOCH.plusSeconds(1));
    pacers.share(again, Share.alone(100));
    assertThat(stopped).containsExactly(made.getFirst());
    assertThat(told).containsExactly("1: 100.0");
  }

  @Test
  void onceStoppedNobodyWaits() {
    var _ = pacers.of(Migrations.in(MigrationState.PRODUCING, 0));
    pacers.stop();
    assertThat(stopped).containsExactly(made.getFirst());
    pacers.retain(Set.of());
    var _ = pacers.of(Migrations.in(MigrationState.PRODUCING, 0));
    assertThat(stopped).contains(made.getLast());
  }

  @Test
  void eachPacerIsToldAShareOnce() {
    var writing = Migrations.in(MigrationState.PRODUCING, 0);
    var verifying = Migrations.in(MigrationState.VERIFYING, 2);
    pacers.share(writing, Share.alone(100));
    pacers.share(writing, Share.alone(100));
    assertThat(told).containsExactly("0: 100.0");
    // As much of the one as of the other: whoever comes anew has to be told all the same.
    pacers.share(verifying, Share.alone(100));
    pacers.share(verifying, Share.alone(100));
    assertThat(told).containsExactly("0: 100.0", "1: 100.0");
    pacers.share(verifying, Share.alone(50));
    pacers.share(verifying, Share.alone(100));
    assertThat(told).containsExactly("0: 100.0", "1: 100.0", "1: 50.0", "1: 100.0");
  }

  private final class Stoppable implements Pacer {
    @Override
    public void acquire(double units) {
      // never waits
    }

    @Override
    public void share(Share share) {
      told.add(made.indexOf(this) + ": " + share.unitsPerSecond());
    }

    @Override
    public void record(PaceOutcome outcome) {
      // nothing to learn
    }

    @Override
    public void stop() {
      stopped.add(this);
    }
  }
}
