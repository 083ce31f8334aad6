package dev.hikkoshi.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hikkoshi.common.item.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// The shares of simulated workers at every instant. An interval is 20 nanoseconds here, all in
/// virtual time.
class FleetSimulationTest {
  private static final int INTERVAL = 20;

  private static FleetShare synced(FleetShare share, long begun, long now, long beatOfN) {
    return share.synced(
        begun,
        now,
        List.of(new Heartbeat("w", begun, 0, 0), new Heartbeat("n", beatOfN, 0, 0)),
        100);
  }

  private static FleetShare longJoined(String self) {
    var share = FleetShare.newcomer(self, Duration.ofNanos(INTERVAL));
    for (int now = -100; now <= 0; now += INTERVAL) {
      share = synced(share, now, now, now);
    }
    return share;
  }

  @Test
  void aWorkerWhoseHeartbeatTookLongMayHaveBeenGivenUpMeanwhile() {
    FleetShare n = synced(longJoined("n"), 0, 18, 0);
    FleetShare w = longJoined("w");
    for (int now = 20; now <= 120; now += INTERVAL) {
      w = synced(w, now, now, 0); // n's next heartbeat, begun at 45, is not there yet
    }
    n = synced(n, 45, 121, 45);
    assertThat(w.share(122).unitsPerSecond()).isEqualTo(100);
    assertThat(n.share(122).unitsPerSecond()).isZero();
  }

  @Test
  void nobodyIsGivenUpByAReadThatTookLong() {
    FleetShare w = longJoined("w");
    w = synced(w, 41, 41, 0);
    w = synced(w, 76, 120, 0); // n's next heartbeat came at 78, behind this read
    FleetShare n = synced(longJoined("n"), 60, 79, 78);
    n = synced(n, 99, 99, 99);
    double sum = w.share(120).unitsPerSecond() + n.share(120).unitsPerSecond();
    assertThat(sum).isLessThanOrEqualTo(100);
  }

  /// Workers that come, die, leave and hang on a ledger that takes its time and fails: their shares
  /// never add up to more than the target.
  @Test
  void sharesNeverAddUpToMoreThanTheTarget() {
    double[] most = new double[1];
    Seeds.each(
        300,
        seed -> {
          var random = new SplittableRandom(seed);
          var fleet = new SimulatedFleet(random, random.nextInt(12) * 10, random.nextInt(10));
          for (int now = 0; now < 2_000; now++) {
            double sum = fleet.step(now);
            assertThat(sum).as("at " + now).isLessThanOrEqualTo(100.0001);
            most[0] = Math.max(most[0], sum);
          }
        });
    assertThat(most[0]).isEqualTo(100, within(0.001));
  }

  @Test
  void aFleetAtRestUsesTheWholeTarget() {
    Seeds.each(
        50,
        seed -> {
          var random = new SplittableRandom(seed);
          var fleet = new SimulatedFleet(random, 0, 0);
          double sum = 0;
          for (int now = 0; now < 400; now++) {
            fleet.keepsWorkers = now > 200;
            sum = fleet.step(now);
          }
          assertThat(sum).isEqualTo(100, within(0.001));
        });
  }

  /// A ledger's rows and the workers that beat in it.
  private static final class SimulatedFleet {
    final Map<String, Heartbeat> rows = new TreeMap<>();
    final List<Worker> workers = new ArrayList<>();
    final RandomGenerator random;
    final int slowest;
    final int failures;
    boolean keepsWorkers;
    int named;

    SimulatedFleet(RandomGenerator random, int slowest, int failures) {
      this.random = random;
      this.slowest = slowest;
      this.failures = failures;
      workers.add(new Worker(this, 0));
    }

    double step(long now) {
      if (!keepsWorkers && random.nextInt(60) == 0 && workers.size() < 6) {
        workers.add(new Worker(this, now));
      }
      if (!keepsWorkers && random.nextInt(150) == 0 && workers.size() > 1) {
        Worker gone = workers.remove(random.nextInt(workers.size()));
        if (random.nextBoolean()) {
          rows.remove(gone.id); // it left; else it was killed
        }
      }
      int first = random.nextInt(workers.size());
      for (int i = 0; i < workers.size(); i++) {
        workers.get((first + i) % workers.size()).step(now);
      }
      return workers.stream().mapToDouble(worker -> worker.share(now)).sum();
    }

    int latency() {
      return slowest == 0
          ? 0
          : random.nextInt(3) == 0 ? random.nextInt(slowest) : random.nextInt(3);
    }
  }

  /// Beats, reads, observes, sleeps; by a clock of its own.
  private static final class Worker {
    final SimulatedFleet fleet;
    final String id;
    final long clock;
    FleetShare share;
    int stage;
    long due;
    long begun;
    long beats;
    List<Heartbeat> read = List.of();

    Worker(SimulatedFleet fleet, long now) {
      this.fleet = fleet;
      this.id = "w" + fleet.named++;
      this.clock = fleet.random.nextLong();
      this.due = now;
      this.share = FleetShare.newcomer(id, Duration.ofNanos(INTERVAL));
    }

    void step(long now) {
      while (due <= now) {
        switch (stage++) {
          case 0 -> {
            begun = clock + now;
            due = now + fleet.latency();
          }
          case 1 -> {
            boolean fails = fleet.random.nextInt(100) < fleet.failures;
            if (!fails || fleet.random.nextBoolean()) {
              fleet.rows.put(id, new Heartbeat(id, ++beats, 0, 0));
            }
            due = now + (fails ? INTERVAL : fleet.latency());
            stage = fails ? 0 : stage;
          }
          case 2 -> {
            read = List.copyOf(fleet.rows.values());
            due = now + fleet.latency();
          }
          default -> {
            share = share.synced(begun, clock + now, read, 100);
            due = now + INTERVAL;
            stage = 0;
          }
        }
      }
    }

    double share(long now) {
      return share.share(clock + now).unitsPerSecond();
    }
  }
}
