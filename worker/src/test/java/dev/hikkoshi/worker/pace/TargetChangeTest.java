package dev.hikkoshi.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A fleet whose target changes while it writes, in virtual time: the paces add up to the new
/// target within two seconds, or to what the table is known to take.
final class TargetChangeTest {
  private static final long TENTH = 100_000_000L;
  private static final int SYNC_TENTHS = (int) (FleetShare.INTERVAL.toNanos() / TENTH);

  private final PaceController controller = new PaceController(4_000, Start.CAPACITY);
  private final Map<String, Heartbeat> ledger = new TreeMap<>();
  private final List<Worker> workers = new ArrayList<>();

  @ParameterizedTest(name = "{0} workers, {1} to {2} after {3} s")
  @CsvSource({
    "1, 500, 1000, 20, 1000, 1000",
    "2, 500, 1000, 20, 1000, 1000",
    "5, 500, 3000, 20, 3000, 3000",
    "50, 500, 3000, 20, 3000, 3000",
    "1, 500, 8000, 20, 4000, 4200",
    "2, 500, 8000, 20, 4000, 4200",
    "50, 500, 8000, 20, 4000, 4200",
    "2, 500, 3000, 300, 3000, 3000",
    "50, 500, 3000, 300, 3000, 3000",
    "2, 3000, 1000, 20, 1000, 1000",
    "50, 3000, 1000, 300, 1000, 1000",
    "50, 3000, 0, 20, 0, 0",
    "50, 0, 3000, 20, 3000, 3000",
    "7, 500, 1000, 20, 1000, 1000",
    "7, 100.1, 3000.3, 20, 3000.3, 3000.3",
    "49, 333.3, 3333.3, 20, 3333.3, 3333.3",
  })
  void takesEffectWithinTwoSeconds(
      int fleet, double before, double after, int seconds, double least, double most) {
    for (int i = 0; i < fleet; i++) {
      workers.add(new Worker("worker-" + i, i * 7 % SYNC_TENTHS));
    }
    for (int tenth = 0; tenth < 10 * seconds; tenth++) {
      step(tenth, before);
    }
    assertThat(pace()).isBetween(0.99 * before, 1.000001 * before);
    for (int tenth = 10 * seconds; tenth < 10 * seconds + 20; tenth++) {
      step(tenth, after);
    }
    assertThat(pace()).isBetween(least * 0.999999, most * 1.000001);
  }

  /// One of ten leaves and another takes its place; the target is raised soon after.
  @ParameterizedTest(name = "raised {0} s after the newcomer came")
  @CsvSource({"5", "6", "10", "30", "70"})
  void aNewcomerFollowsAsTheOthersDo(int seconds) {
    for (int i = 0; i < 10; i++) {
      workers.add(new Worker("worker-" + i, i * 7 % SYNC_TENTHS));
    }
    int replaced = 1_200;
    for (int tenth = 0; tenth < replaced; tenth++) {
      step(tenth, 500);
    }
    Worker gone = workers.removeFirst();
    ledger.remove(gone.name);
    workers.add(new Worker("newcomer", 3));
    int raised = replaced + 10 * seconds;
    for (int tenth = replaced; tenth < raised; tenth++) {
      step(tenth, 500);
    }
    for (int tenth = raised; tenth < raised + 20; tenth++) {
      step(tenth, 3_000);
    }
    assertThat(workers).extracting(worker -> worker.state.pace()).allMatch(pace -> pace > 270);
    assertThat(pace()).isGreaterThan(2_970);
  }

  private void step(int tenth, double target) {
    workers.forEach(worker -> worker.step(tenth, target));
  }

  private double pace() {
    return workers.stream().mapToDouble(worker -> worker.state.pace()).sum();
  }

  /// Everything it writes is accepted.
  private final class Worker {
    final String name;
    final int phase;
    PaceState state = controller.start(0);
    FleetShare fleet;
    Share told = Share.alone(0);

    Worker(String name, int phase) {
      this.name = name;
      this.phase = phase;
      this.fleet = FleetShare.newcomer(name, FleetShare.INTERVAL);
    }

    void step(int tenth, double target) {
      long now = tenth * TENTH;
      if (tenth % SYNC_TENTHS == phase) {
        ledger.put(name, new Heartbeat(name, tenth, state.pace(), state.refused()));
        fleet = fleet.synced(now, now, ledger.values(), target);
      }
      Share share = fleet.share(now);
      if (!share.equals(told)) {
        told = share;
        state = controller.share(state, now, share);
      }
      double units = state.pace() / 10;
      if (units > 0) {
        state =
            controller.record(state, now, PaceOutcome.accepted(units, units, Duration.ofMillis(6)));
      }
    }
  }
}
