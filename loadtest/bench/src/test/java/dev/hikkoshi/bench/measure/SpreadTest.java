package dev.hikkoshi.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpreadTest {
  @Test
  void takesTheMiddleOfAnOddNumber() {
    assertThat(Spread.of(cpuSeconds(9, 1, 5), Round::cpuSecondsPerMillion))
        .isEqualTo(new Spread(1, 5, 9));
  }

  @Test
  void takesTheMeanOfTheMiddleTwo() {
    assertThat(Spread.of(cpuSeconds(4, 1, 100, 3), Round::cpuSecondsPerMillion))
        .isEqualTo(new Spread(1, 3.5, 100));
  }

  @Test
  void countsItemsInASecondOfTheWall() {
    var round = new Round(500_000, 1_000_000_000, 2_000_000_000, 5_000_000);

    assertThat(round.cpuSecondsPerMillion()).isEqualTo(2);
    assertThat(round.itemsPerSecond()).isEqualTo(250_000);
    assertThat(round.allocatedBytesPerItem()).isEqualTo(10);
  }

  private static List<Round> cpuSeconds(long... seconds) {
    return Arrays.stream(seconds)
        .mapToObj(each -> new Round(1_000_000, each * 1_000_000_000, 1, 0))
        .toList();
  }
}
