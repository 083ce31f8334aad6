package dev.hikkoshi.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RecentRateTest {
  private static final long SECOND = 1_000_000_000L;
  private static final double TARGET = 15_000;
  private static final Duration LEAST = Duration.ofSeconds(2);

  private final RecentRate rate = new RecentRate();

  @Test
  void isTheMeanAtFirst() {
    assertThat(rate.at(-5 * SECOND, 700, TARGET, LEAST)).isZero();
    assertThat(rate.at(-5 * SECOND, 800, TARGET, LEAST)).isZero();
    assertThat(rate.at(5 * SECOND, 1_700, TARGET, LEAST)).isEqualTo(100);
  }

  @Test
  void isThatOfTheLastMinutesLater() {
    double seen = 0;
    long count = 0;
    for (int tenth = 0; tenth <= 10 * 7_200; tenth++) {
      count += tenth < 10 * 6_900 ? 400 : 800;
      seen = rate.at(tenth * SECOND / 10, count, TARGET, LEAST);
    }
    assertThat(seen).isCloseTo(8_000, within(80.0));
    for (int second = 7_201; second <= 7_502; second++) {
      seen = rate.at(second * SECOND, count, TARGET, LEAST);
    }
    assertThat(seen).as("nothing for five minutes").isZero();
  }

  @Test
  void isThatBetweenTwoLooksThatAreFarApart() {
    rate.at(0, 0, TARGET, LEAST);
    rate.at(SECOND, 1_000, TARGET, LEAST);
    rate.at(601 * SECOND, 1_600, TARGET, LEAST);
    assertThat(rate.at(1_201 * SECOND, 7_600, TARGET, LEAST)).isEqualTo(10);
  }

  @Test
  void anotherTargetBeginsAnew() {
    for (int second = 0; second <= 40; second++) {
      rate.at(second * SECOND, 1_000L * second, TARGET, LEAST);
    }
    assertThat(rate.at(41 * SECOND, 41_000, 0, LEAST)).as("paused").isZero();
    assertThat(rate.at(90 * SECOND, 41_500, 0, LEAST))
        .as("what was under way when it was")
        .isZero();
    assertThat(rate.at(91 * SECOND, 41_500, 3_000, LEAST)).isZero();
    assertThat(rate.at(92 * SECOND, 45_500, 3_000, LEAST)).as("too soon to tell").isZero();
    assertThat(rate.at(93 * SECOND, 47_500, 3_000, LEAST)).isEqualTo(3_000);
  }
}
