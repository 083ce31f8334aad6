package dev.hikkoshi.worker.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.worker.Migrations;
import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PacersTest {
  private final List<Double> starts = new ArrayList<>();
  private final List<Pacer> made = new ArrayList<>();
  private final List<Pacer> stopped = new ArrayList<>();
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

  @Test
  void onceStoppedNobodyWaits() {
    var _ = pacers.of(Migrations.in(MigrationState.PRODUCING, 0));
    pacers.stop();
    assertThat(stopped).containsExactly(made.getFirst());
    pacers.retain(Set.of());
    var _ = pacers.of(Migrations.in(MigrationState.PRODUCING, 0));
    assertThat(stopped).contains(made.getLast());
  }

  private final class Stoppable implements Pacer {
    @Override
    public void acquire(double units) {
      // never waits
    }

    @Override
    public void share(Share share) {
      // no pace, no share
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
