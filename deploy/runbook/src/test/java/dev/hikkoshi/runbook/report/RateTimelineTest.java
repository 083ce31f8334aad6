package dev.hikkoshi.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hikkoshi.common.ledger.RateSample;
import dev.hikkoshi.common.ledger.RateSample.Step;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateTimelineTest {
  private static final Instant BEGIN = Instant.parse("2026-11-21T00:00:00Z");

  private final RateTimeline rates = new RateTimeline();

  private static Step step(double seconds, double units) {
    return new Step(seconds, 1000, 300, units, 6, 10, 2, 1, 100, 4);
  }

  private static RateSample sample(double second, boolean reading, Step... steps) {
    return new RateSample("w", BEGIN.plusMillis((long) (second * 1000)), reading, List.of(steps));
  }

  @Test
  void workersAddUp() {
    rates.add(sample(0, false, step(2, 600), step(2, 200)));
    rates.add(sample(0, false, step(2, 400)));
    assertThat(rates.begin()).contains(BEGIN);
    assertThat(rates.failed()).isEqualTo(3);
    assertThat(rates.points())
        .containsExactly(
            new RateTimeline.Point(1, 1000, 600, 500, 0, 6, 2, 1, 4, 2),
            new RateTimeline.Point(3, 1000, 300, 100, 0, 3, 1, 0.5, 2, 1));
  }

  @Test
  void aStepCountsWhereItWas() {
    rates.add(sample(0, false, step(2, 0)));
    rates.add(sample(1, false, step(2, 400)));
    assertThat(rates.points()).extracting(RateTimeline.Point::written).containsExactly(100., 100.);
  }

  @Test
  void readingIsNotWriting() {
    rates.add(sample(0, false, step(2, 600)));
    rates.add(sample(4, true, step(2, 900)));
    List<RateTimeline.Point> points = rates.points();
    assertThat(points).hasSize(3);
    assertThat(points).extracting(RateTimeline.Point::written).containsExactly(300., 0., 0.);
    assertThat(points).extracting(RateTimeline.Point::read).containsExactly(0., 0., 450.);
    assertThat(points)
        .extracting(RateTimeline.Point::target)
        .containsExactly(1000., Double.NaN, Double.NaN);
  }

  /// A night and a weekend, in as many points as fit on a screen, with nothing lost.
  @Test
  void aLongMigrationHasNoMorePoints() {
    int rows = 60 * 3600 / 30;
    for (int row = 0; row < rows; row++) {
      rates.add(
          sample(30.0 * row, false, Collections.nCopies(15, step(2, 2000)).toArray(new Step[0])));
    }
    List<RateTimeline.Point> points = rates.points();
    assertThat(points).hasSizeBetween(600, 1_200);
    assertThat(rates.width()).isEqualTo(256);
    assertThat(points.stream().mapToDouble(point -> point.written() * rates.width()).sum())
        .isCloseTo(rows * 15 * 2000.0, within(1.0));
    assertThat(points.getFirst().written()).isCloseTo(1000, within(1e-6));
    assertThat(points.getFirst().workers()).isCloseTo(1, within(1e-9));
  }
}
