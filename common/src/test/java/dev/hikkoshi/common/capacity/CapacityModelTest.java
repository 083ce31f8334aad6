package dev.hikkoshi.common.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CapacityModelTest {
  private static final long MILLI = 1_000_000L;

  /// Offers `rate` units per second, one by one and evenly over the keys, and counts what is
  /// accepted.
  private static double accepted(
      CapacityModel model, double fromSecond, double seconds, double rate) {
    double accepted = 0;
    long items = Math.round(seconds * rate);
    for (long i = 0; i < items; i++) {
      long now = Math.round((fromSecond + i / rate) * 1e9);
      if (!model.offer(now, i * 0.6180339887498949 % 1, 1).refused()) {
        accepted++;
      }
    }
    return accepted;
  }

  private static CapacityModel model(String json) {
    return new CapacityModel(CapacityProfile.parse(json), 0);
  }

  @Test
  void acceptsItsRateAndOneSecondAtTheStart() {
    assertThat(accepted(model("{\"initialRate\":1000}"), 0, 10, 3000))
        .isCloseTo(11_000, within(1.0));
  }

  @Test
  void doublesAfterSustainedUseAndCountsAnew() {
    var model =
        model(
            "{\"initialRate\":100,\"maxRate\":350,"
                + "\"growth\":{\"atUtilization\":0.8,\"sustainedSeconds\":600,\"factor\":2}}");

    // 48 s until the sliding minute holds 80 %, the 600th whole second since is 647
    accepted(model, 0, 647, 100);
    assertThat(model.rate(646_999 * MILLI)).isEqualTo(100);
    assertThat(model.rate(647_000 * MILLI)).isEqualTo(200);
    // at 200/s it takes 36 s to hold 80 % of the new rate
    accepted(model, 647, 635, 200);
    assertThat(model.rate(1_281_999 * MILLI)).isEqualTo(200);
    assertThat(model.rate(1_282_000 * MILLI)).isEqualTo(350);
  }

  @Test
  void oneSecondBelowStartsTheCountAnew() {
    var growth =
        "{\"initialRate\":100,\"growth\":{\"atUtilization\":0.8,\"sustainedSeconds\":600,\"factor\":2}}";
    var model = model(growth);

    accepted(model, 0, 400, 100);
    accepted(model, 420, 600, 100);

    assertThat(model.rate(1_020_000 * MILLI)).isEqualTo(100);
    accepted(model, 1020, 60, 100);
    assertThat(model.rate(1_080_000 * MILLI)).isEqualTo(200);
  }

  @Test
  void hotPartitionIsRefusedByKeyRangeThenSplits() {
    var model =
        model(
            "{\"initialRate\":10000,\"partitions\":{\"initial\":4,\"rateEach\":100,"
                + "\"splitAtUtilization\":0.9,\"splitAfterSeconds\":300}}");

    int refused = 0;
    for (int i = 0; i < 400 * 200; i++) {
      var admission = model.offer(i * 5L * MILLI, 0.1 + 0.1 * (i % 2), 1);
      assertThat(admission).isNotEqualTo(Admission.REFUSED_TABLE);
      refused += admission.refused() ? 1 : 0;
    }

    assertThat(model.partitionCount(400_000 * MILLI)).isEqualTo(5);
    // offered at 200/s, 90/s is reached after 27 s of the sliding minute, 300 s later both halves
    // take all
    assertThat(refused / 100.0).isCloseTo(326, within(3.0));
  }

  @Test
  void partitionsOfAnIdleRangeDoNotHelpAHotOne() {
    var model = model("{\"initialRate\":4000,\"partitions\":{\"initial\":4,\"rateEach\":1000}}");
    int accepted = 0;
    for (int i = 0; i < 100 * 4000; i++) {
      accepted += model.offer(i * MILLI / 4, 0.3, 1).refused() ? 0 : 1;
    }
    assertThat(accepted).isCloseTo(101_000, within(2));
  }

  @Test
  void savedBurstIsSpentOnceAndNeverBeyondThePartitions() {
    var model =
        model(
            "{\"mode\":\"provisioned\",\"initialRate\":1000,\"burstSeconds\":300,"
                + "\"partitions\":{\"initial\":2,\"rateEach\":1000}}");

    assertThat(accepted(model, 0, 20, 2000)).isCloseTo(21_000, within(2.0));
    // idle for 1,000 s saves 300 s worth; at 3,000/s offered the partitions let 2,000/s through
    assertThat(accepted(model, 1020, 100, 3000)).isCloseTo(202_000, within(10.0));
    assertThat(accepted(model, 1120, 300, 3000)).isCloseTo(300_000 + 198_000, within(2_500.0));
  }

  @Test
  void outageRefusesEverythingAndKeepsNoBurst() {
    var model =
        model(
            "{\"mode\":\"provisioned\",\"initialRate\":100,\"burstSeconds\":300,"
                + "\"events\":[{\"atSecond\":100,\"rate\":0,\"forSeconds\":60}]}");

    assertThat(accepted(model, 100, 60, 10)).isZero();
    assertThat(accepted(model, 160, 10, 200)).isCloseTo(1_000, within(2.0));
  }

  @Test
  void forcedRateEndsAndErrorsAreReported() {
    var model =
        model(
            "{\"initialRate\":100,\"events\":[{\"atSecond\":10,\"rate\":700.5,\"forSeconds\":5},"
                + "{\"atSecond\":12,\"errorRatio\":0.25,\"forSeconds\":5.5}]}");

    assertThat(model.rate(9_999 * MILLI)).isEqualTo(100);
    assertThat(model.rate(10_000 * MILLI)).isEqualTo(700.5);
    assertThat(model.errorRatio(11_999 * MILLI)).isZero();
    assertThat(model.errorRatio(12_000 * MILLI)).isEqualTo(0.25);
    assertThat(model.rate(14_999 * MILLI)).isEqualTo(700.5);
    assertThat(model.rate(15_000 * MILLI)).isEqualTo(100);
    assertThat(model.errorRatio(17_499 * MILLI)).isEqualTo(0.25);
    assertThat(model.errorRatio(17_500 * MILLI)).isZero();
  }

  @Test
  void itemLargerThanASecondOfTheTablePassesAndIsPaidOff() {
    var model = model("{\"initialRate\":100}");
    assertThat(model.offer(0, 0.5, 400)).isEqualTo(Admission.ACCEPTED);
    assertThat(model.offer(2_900 * MILLI, 0.5, 1)).isEqualTo(Admission.REFUSED_TABLE);
    assertThat(model.offer(3_100 * MILLI, 0.5, 1)).isEqualTo(Admission.ACCEPTED);
  }

  @Test
  void clockSteppingBackStandsStill() {
    var model = model("{\"initialRate\":10}");
    assertThat(model.offer(5_000 * MILLI, 0.5, 10)).isEqualTo(Admission.ACCEPTED);
    assertThat(model.offer(0, 0.5, 1)).isEqualTo(Admission.REFUSED_TABLE);
  }

  @Test
  void neverAcceptsMoreThanTheProfileAllows() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 20; round++) {
      double rate = 50 + random.nextInt(500);
      int parts = 1 + random.nextInt(8);
      double each = 20 + random.nextInt(200);
      var model =
          model(
              "{\"initialRate\":%s,\"partitions\":{\"initial\":%d,\"rateEach\":%s}}"
                  .formatted(rate, parts, each));
      double accepted = 0;
      long now = 0;
      for (int i = 0; i < 20_000; i++) {
        now += random.nextInt(3 * 1_000_000);
        double units = 1 + random.nextInt(4);
        accepted += model.offer(now, random.nextDouble(), units).refused() ? 0 : units;
      }
      double limit = Math.min(rate, parts * each) * (now * 1e-9 + 1) + 4;
      assertThat(accepted).as("seed %d round %d", seed, round).isLessThanOrEqualTo(limit);
    }
  }
}
