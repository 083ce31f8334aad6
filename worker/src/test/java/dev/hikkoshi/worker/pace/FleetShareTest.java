package dev.hikkoshi.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FleetShareTest {
  private static final long INTERVAL = FleetShare.INTERVAL.toNanos();
  private static final double TARGET = 15_000;

  private static FleetShare newcomer(String self) {
    return FleetShare.newcomer(self, FleetShare.INTERVAL);
  }

  private static Heartbeat beat(String worker, long beat) {
    return new Heartbeat(worker, beat, 100, 0);
  }

  @Test
  void newcomerWritesNothingForFourIntervals() {
    var fleet = newcomer("a");
    assertThat(fleet.share(0).unitsPerSecond()).isZero();
    for (int i = 0; i < 4; i++) {
      fleet = fleet.synced(i * INTERVAL, i * INTERVAL, List.of(beat("a", i)), TARGET);
      assertThat(fleet.share(i * INTERVAL).unitsPerSecond()).isZero();
    }
    fleet = fleet.synced(4 * INTERVAL, 4 * INTERVAL, List.of(beat("a", 4)), TARGET);
    assertThat(fleet.share(4 * INTERVAL).unitsPerSecond()).isEqualTo(TARGET);
  }

  @Test
  void deadWorkersShareReturnsWhenItsHeartbeatLapses() {
    var fleet = newcomer("a");
    for (int i = 0; i < 14; i++) {
      long now = i * INTERVAL;
      fleet = fleet.synced(now, now, List.of(beat("a", i), beat("b", Math.min(i, 4))), TARGET);
      int expected = i < 10 ? 2 : 1;
      assertThat(fleet.workers()).as("interval %d", i).isEqualTo(expected);
    }
    assertThat(fleet.share(13 * INTERVAL).unitsPerSecond()).isEqualTo(TARGET);
  }

  @Test
  void workerThatCannotSyncStopsAndJoinsAnew() {
    var fleet = newcomer("a");
    for (int i = 0; i < 4; i++) {
      fleet = fleet.synced(i * INTERVAL, i * INTERVAL, List.of(beat("a", i)), TARGET);
    }
    assertThat(fleet.share(7 * INTERVAL - 1).unitsPerSecond()).isEqualTo(TARGET);
    assertThat(fleet.share(7 * INTERVAL).unitsPerSecond()).isZero();
    fleet = fleet.synced(9 * INTERVAL, 9 * INTERVAL, List.of(beat("a", 4)), TARGET);
    assertThat(fleet.share(9 * INTERVAL).unitsPerSecond()).isZero();
    fleet = fleet.synced(12 * INTERVAL, 12 * INTERVAL, List.of(beat("a", 5)), TARGET);
    assertThat(fleet.share(13 * INTERVAL).unitsPerSecond()).isEqualTo(TARGET);
  }

  @Test
  void sharesAreFairWhateverTheOrderOfHeartbeats() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var rows = new ArrayList<Heartbeat>();
    for (int i = 0; i < 50; i++) {
      rows.add(beat("w" + i, 5));
      rows.add(beat("w" + i, 4));
    }
    for (int i = 0; i < 50; i++) {
      var fleet = newcomer("w" + i);
      for (int round = 0; round < 5; round++) {
        Collections.shuffle(rows, random);
        fleet = fleet.synced(round * INTERVAL, round * INTERVAL, rows, TARGET);
      }
      assertThat(fleet.share(4 * INTERVAL).unitsPerSecond())
          .as("seed %d", seed)
          .isCloseTo(TARGET / 50, within(1e-9));
    }
  }

  @Test
  void tellsWhatOthersWereRefusedOnce() {
    var fleet = newcomer("a").synced(0, 0, List.of(new Heartbeat("b", 1, 100, 7)), TARGET);
    assertThat(fleet.share(0).refusedElsewhere()).isZero();
    fleet = fleet.synced(1, 1, List.of(new Heartbeat("b", 2, 60, 12)), TARGET);
    assertThat(fleet.share(1).refusedElsewhere()).isEqualTo(5);
    assertThat(fleet.share(1).meanPace()).isEqualTo(60);
    fleet = fleet.synced(2, 2, List.of(new Heartbeat("b", 2, 60, 12)), TARGET);
    assertThat(fleet.share(2).refusedElsewhere()).isZero();
  }

  /// Workers come, die, freeze and sync whenever they like; at every instant the shares sum up to
  /// at most the target.
  @Test
  void sharesNeverSumAboveTheTarget() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 30; round++) {
      var fleets = new ArrayList<FleetShare>();
      var nextSync = new ArrayList<Long>();
      var ledger = new HashMap<String, Heartbeat>();
      long beats = 0;
      for (long now = 0; now < 120 * INTERVAL; now += INTERVAL / 10) {
        if (random.nextInt(40) == 0 && fleets.size() < 30) {
          fleets.add(newcomer("w" + fleets.size()));
          nextSync.add(now);
        }
        for (int i = 0; i < fleets.size(); i++) {
          if (nextSync.get(i) > now) {
            continue;
          }
          ledger.put("w" + i, beat("w" + i, beats++));
          fleets.set(i, fleets.get(i).synced(now, now, ledger.values(), TARGET));
          long wait =
              switch (random.nextInt(30)) {
                case 0 -> random.nextInt(1, 12) * INTERVAL;
                case 1 -> Long.MAX_VALUE / 4;
                default -> INTERVAL / 2 + random.nextInt((int) (INTERVAL / 2));
              };
          nextSync.set(i, now + wait);
        }
        long instant = now;
        double sum =
            fleets.stream().mapToDouble(fleet -> fleet.share(instant).unitsPerSecond()).sum();
        assertThat(sum)
            .as("seed %d round %d at %d", seed, round, now)
            .isLessThanOrEqualTo(TARGET * (1 + 1e-12));
      }
    }
  }
}
