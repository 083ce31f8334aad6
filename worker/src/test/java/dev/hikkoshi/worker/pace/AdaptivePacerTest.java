package dev.hikkoshi.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

final class AdaptivePacerTest {
  private static final Duration QUICK = Duration.ofMillis(5);

  private long now;
  private long interruptAt = Long.MAX_VALUE;
  private long shareChangesAt = Long.MAX_VALUE;
  private long stopAt = Long.MAX_VALUE;
  private double permitsTaken;
  private double permitsFreeAt;

  private final AdaptivePacer pacer =
      new AdaptivePacer(1_000, Start.CAPACITY, () -> now, this::sleep, this::take);

  private void sleep(Duration duration) throws InterruptedException {
    now += duration.toNanos();
    if (now >= interruptAt) {
      interruptAt = Long.MAX_VALUE;
      throw new InterruptedException();
    }
    if (now >= stopAt) {
      pacer.stop();
    }
    if (now >= shareChangesAt) {
      shareChangesAt = Long.MAX_VALUE;
      pacer.share(500);
    }
  }

  private boolean take(double units, double unitsPerSecond) {
    if (permitsFreeAt > now) {
      return false;
    }
    permitsFreeAt = Math.max(permitsFreeAt, now - 1e8) + units / unitsPerSecond * 1e9;
    permitsTaken += units;
    return true;
  }

  @Test
  void handsOutPermitsAtItsShare() throws InterruptedException {
    pacer.share(400);
    for (int i = 0; i < 100; i++) {
      pacer.acquire(20);
    }
    assertThat(now * 1e-9).isCloseTo(5.0, within(0.2));
  }

  @Test
  void whoHasNoWorkTellsNoPace() throws InterruptedException {
    pacer.share(400);
    pacer.acquire(20);
    pacer.record(PaceOutcome.accepted(20, 20, QUICK));
    now += 1_000_000_000L;
    assertThat(pacer.pace()).isEqualTo(400);
    now += 1_000_000_000L;
    pacer.share(400);
    assertThat(pacer.pace()).isZero();
    pacer.acquire(20);
    assertThat(pacer.pace()).isEqualTo(400);
  }

  @Test
  void chargesWhatItemsReallyCost() throws InterruptedException {
    pacer.share(400);
    pacer.record(PaceOutcome.accepted(1e6, 3e6, QUICK));
    for (int i = 0; i < 20; i++) {
      pacer.acquire(20);
    }
    assertThat(permitsTaken).isCloseTo(1_200, within(1.0));
  }

  @Test
  void pausedWorkerWaitsForAShareAndThenGoesOn() throws InterruptedException {
    shareChangesAt = 3_000_000_000L;
    pacer.acquire(25);
    assertThat(now).isGreaterThanOrEqualTo(3_000_000_000L);
    assertThat(permitsTaken).isEqualTo(25);
  }

  @Test
  void aWorkerThatStopsWaitsForNoShare() throws InterruptedException {
    stopAt = 2_000_000_000L;
    pacer.acquire(25);
    assertThat(now).isBetween(2_000_000_000L, 2_500_000_000L);
    assertThat(permitsTaken).isZero();
  }

  @Test
  void interruptedWaitLosesNoPermit() throws InterruptedException {
    pacer.share(100);
    pacer.acquire(1);
    interruptAt = now + 300_000_000L;
    assertThatThrownBy(() -> pacer.acquire(100)).isInstanceOf(InterruptedException.class);
    double before = permitsTaken;
    assertThat(before).isBetween(20.0, 60.0);

    pacer.acquire(5);
    pacer.acquire(before - 1 - 10);
    assertThat(permitsTaken).isEqualTo(before);

    pacer.acquire(95);

    assertThat(permitsTaken).isCloseTo(before + 90, within(1e-6));
  }

  @Test
  void newShareShortensAWaitThatHasBegun() throws InterruptedException {
    pacer.share(1);
    shareChangesAt = 1_000_000_000L;
    pacer.acquire(60);
    // a minute at 1/s; the share of 500 after one second is climbed to from there
    assertThat(now * 1e-9).isLessThan(15);
  }

  /// Guava's limiter saves up to a second, of which a tenth is kept.
  @Test
  void guavaPermitsDoNotBurstAfterAnIdleTime() {
    long[] clock = {0};
    var booked = new ArrayList<Integer>();
    var permits = new Permits.Guava(() -> clock[0], booked::add);
    assertThat(permits.take(0.05, 1)).isTrue();
    clock[0] += 60_000_000_000L;
    assertThat(permits.take(0.05, 1)).isTrue();
    assertThat(booked).containsExactly(50_000, 900_000, 50_000);
  }

  @Test
  void aSliceCostsWhatItIsHoweverFastThePace() {
    long[] booked = {0};
    var permits = new Permits.Guava(() -> 0, count -> (booked[0] += count) > 0);
    for (int i = 0; i < 9_500; i++) {
      assertThat(permits.take(1, 9_500)).isTrue();
    }
    assertThat(booked[0]).isBetween(999_999L, 1_000_000L);
  }

  /// What a target leaves behind that is too small for anything; in real time, as Guava's limiter
  /// knows no other.
  @Test
  @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
  void aTinyPaceIsOverWhenItIs() throws InterruptedException {
    var permits = Permits.guava(System::nanoTime);
    assertThat(permits.take(5e-102, 1e-100)).isTrue();
    var real = new AdaptivePacer(1_000, Start.CAPACITY, System::nanoTime, Thread::sleep, permits);
    real.share(1_000);
    real.acquire(50);
  }
}
