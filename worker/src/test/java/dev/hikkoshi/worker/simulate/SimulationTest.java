package dev.hikkoshi.worker.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.hikkoshi.common.capacity.CapacityProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs small enough for every build; the full table is in `docs/pace.md`.
final class SimulationTest {
  private static CapacityProfile profile(String name) throws IOException {
    return CapacityProfile.read(Path.of("..", "loadtest", "profiles", name + ".json"));
  }

  private static SimulationResult run(
      String profile, long items, double target, int workers, PolicyName policy)
      throws IOException {
    return Simulation.run(
        SimulationRequest.of(profile(profile), items, target, workers, policy, 1));
  }

  @ParameterizedTest(name = "{0}: {1} items, target {2}: efficiency {3}, refused {4}")
  @CsvSource({
    "cold-on-demand, 4000000, 15000, 0.97, 0.02",
    "pre-warmed, 2400000, 120000, 0.99, 0.001",
    "provisioned-burst, 1000000, 40000, 0.97, 0.03",
    "outage-and-errors, 9000000, 15000, 0.97, 0.02",
    "sixteen-partitions, 3000000, 15000, 0.95, 0.03",
    "new-bucket, 4000000, 8900, 0.98, 0.02",
  })
  void keepsUpWithTheOracle(
      String profile, long items, double target, double efficiency, double throttleRatio)
      throws IOException {
    var result = run(profile, items, target, 50, PolicyName.ADAPTIVE);

    assertThat(result.lost()).isZero();
    assertThat(result.efficiency()).isGreaterThanOrEqualTo(efficiency);
    assertThat(result.throttleRatio()).isLessThanOrEqualTo(throttleRatio);
    assertThat(result.timeline().peakOffered()).isLessThanOrEqualTo(1.05 * target);
  }

  @Test
  void followsTheFleetAsItGrowsAndShrinks() throws IOException {
    var schedule =
        new WorkerSchedule(
            List.of(
                new WorkerSchedule.Step(0, 5),
                new WorkerSchedule.Step(200, 50),
                new WorkerSchedule.Step(400, 10)));
    var request =
        SimulationRequest.of(profile("warm"), 9_000_000, 15_000, 1, PolicyName.ADAPTIVE, 1)
            .withWorkers(schedule);

    var result = Simulation.run(request);

    assertThat(result.lost()).isZero();
    assertThat(result.efficiency()).isGreaterThanOrEqualTo(0.97);
    assertThat(result.timeline().peakOffered()).isLessThanOrEqualTo(1.05 * 15_000);
  }

  /// Each worker probes with 0.7 units a second: one that waited to send a refused batch of 25
  /// again would be deaf for half a minute.
  @Test
  void manyWorkersProbeAllThroughAnOutageAndComeBackFromIt() {
    var profile =
        CapacityProfile.parse(
            "{\"initialRate\":17000,\"events\":[{\"atSecond\":20,\"rate\":0,\"forSeconds\":96}]}");

    var result =
        Simulation.run(
            SimulationRequest.of(profile, 1_000_000, 14_600, 137, PolicyName.ADAPTIVE, 1));

    assertThat(result.lost()).isZero();
    assertThat(result.timeline().points())
        .filteredOn(point -> point.atSecond() > 90.5 && point.atSecond() < 116.5)
        .hasSize(26)
        .allSatisfy(point -> assertThat(point.offered()).isPositive());
    assertThat(result.timeline().points())
        .filteredOn(point -> point.atSecond() > 126.5 && point.atSecond() < 140.5)
        .hasSize(14)
        .allSatisfy(point -> assertThat(point.accepted()).isGreaterThan(13_000));
  }

  @Test
  void aBucketsFurtherPartitionsAreFoundAtOnce() {
    var profile =
        CapacityProfile.parse(
            "{\"kind\":\"s3\",\"initialRate\":3500,\"partitions\":{\"initial\":4,\"rateEach\":3500}}");

    var result =
        Simulation.run(SimulationRequest.of(profile, 300_000, 20_000, 20, PolicyName.ADAPTIVE, 1));

    assertThat(result.timeline().points())
        .filteredOn(point -> point.atSecond() > 7.5 && point.atSecond() < 20.5)
        .hasSize(13)
        .allSatisfy(point -> assertThat(point.accepted()).isGreaterThan(13_000));
  }

  /// Groups of keys take turns at a worker's pace. If one sends as long as it has keys, partitions
  /// are refused by bursts and starve in between.
  @Test
  void allPartitionsOfABucketAreKeptBusy() {
    var profile =
        CapacityProfile.parse(
            "{\"kind\":\"s3\",\"initialRate\":4620,\"partitions\":{\"initial\":4,\"rateEach\":1155,"
                + "\"splitAfterSeconds\":100000}}");

    var result =
        Simulation.run(
            SimulationRequest.of(profile, 1_000_000, 12_300, 20, PolicyName.ADAPTIVE, 1));

    assertThat(result.efficiency()).isGreaterThan(0.98);
    assertThat(result.throttleRatio()).isLessThan(0.01);
    assertThat(result.lost()).isZero();
  }

  /// The second that it may have saved hides the limit at the start; of two minutes.
  @Test
  void aTargetAboveWhatATableIsWarmedToIsHardlyRefused() {
    var profile = CapacityProfile.parse("{\"initialRate\":20000}");

    var result =
        Simulation.run(
            SimulationRequest.of(profile, 2_400_000, 40_000, 50, PolicyName.ADAPTIVE, 1));

    assertThat(result.efficiency()).isGreaterThan(0.99);
    assertThat(result.throttleRatio()).isLessThan(0.006);
  }

  /// A start that is told far too low is found out as soon as a saved second would be spent.
  @Test
  void aTableThatTakesMoreThanWasToldIsSoonWrittenAsFast() {
    var profile =
        CapacityProfile.parse(
            "{\"initialRate\":4000,\"events\":[{\"atSecond\":0,\"rate\":20000,\"forSeconds\":1000}]}");

    var result =
        Simulation.run(
            SimulationRequest.of(profile, 2_000_000, 15_000, 50, PolicyName.ADAPTIVE, 1));

    assertThat(result.seconds()).isLessThan(result.optimalSeconds() + 8);
  }

  /// Of a minute; half of it is refused in the first second, in which the partitions have also one
  /// saved.
  @Test
  void aTableThatTakesATenthOfWhatWasToldIsSoonFoundOut() {
    var result =
        Simulation.run(
            SimulationRequest.of(fourPartitions(), 300_000, 30_000, 50, PolicyName.ADAPTIVE, 1));

    assertThat(result.efficiency()).isGreaterThan(0.98);
    assertThat(result.throttleRatio()).isLessThan(0.06);
  }

  /// Chance empties one partition and leaves room in the others, and silences of some seconds that
  /// are no growth.
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void aTableThatOnlyPartitionsLimitIsWrittenSteadily(long seed) {
    var result =
        Simulation.run(
            SimulationRequest.of(
                fourPartitions(), 1_000_000, 15_000, 50, PolicyName.ADAPTIVE, seed));

    var paces =
        result.timeline().points().stream()
            .filter(point -> point.atSecond() > 60 && point.atSecond() < result.seconds() - 5)
            .mapToDouble(Timeline.Point::pace)
            .sorted()
            .toArray();
    assertThat(paces).hasSizeGreaterThan(150);
    assertThat(paces[paces.length / 10]).isGreaterThan(0.94 * 4_000);
    assertThat(paces[paces.length * 9 / 10]).isLessThan(1.09 * 4_000);
    assertThat(result.efficiency()).isGreaterThan(0.99);
  }

  /// However short the outage: who has seen too little of it to be sure must not wait for silence.
  @ParameterizedTest(name = "{0} s")
  @ValueSource(ints = {1, 2, 3, 5, 10, 30})
  void theWayBackFromAnOutageIsShort(int seconds) {
    var profile =
        CapacityProfile.parse(
            "{\"initialRate\":4000,\"events\":[{\"atSecond\":100,\"rate\":0,\"forSeconds\":%d}]}"
                .formatted(seconds));

    var result =
        Simulation.run(SimulationRequest.of(profile, 600_000, 15_000, 50, PolicyName.ADAPTIVE, 1));

    assertThat(result.seconds() - result.optimalSeconds()).isLessThan(1.5);
  }

  /// Sixteen partitions of 1,000/s would take the target of 15,000. A reader that goes file by file
  /// gives the queue the keys of one destination partition at a time and gets little more than that
  /// one partition; files read side by side get all of them.
  @Test
  void fileByFileReadingStarvesAndInterleavingDoesNot() throws IOException {
    var sideBySide = run("sixteen-partitions", 1_500_000, 15_000, 50, PolicyName.ADAPTIVE);
    var fileByFile = run("sixteen-file-by-file", 1_500_000, 15_000, 50, PolicyName.ADAPTIVE);
    var bestFileByFile = run("sixteen-file-by-file", 1_500_000, 15_000, 50, PolicyName.ORACLE);

    assertThat(sideBySide.meanRate()).isGreaterThan(14_000);
    assertThat(sideBySide.throttleRatio()).isLessThan(0.001);
    assertThat(bestFileByFile.meanRate()).isLessThan(1_300);
    assertThat(fileByFile.meanRate()).isLessThan(1_300);
    assertThat(fileByFile.lost()).isZero();
  }

  @ParameterizedTest
  @EnumSource(PolicyName.class)
  void sameSeedGivesTheSameDigits(PolicyName policy) throws IOException {
    var first = run("outage-and-errors", 1_000_000, 15_000, 20, policy);
    var second = run("outage-and-errors", 1_000_000, 15_000, 20, policy);

    assertThat(second).usingRecursiveComparison().ignoringFields("timeline").isEqualTo(first);
    assertThat(second.timeline().points()).isEqualTo(first.timeline().points());
    assertThat(first.lost()).isZero();
    assertThat(first.policy()).isEqualTo(policy);
  }

  @Test
  void groupsOfKeysGiveTheSameDigitsAndLoseNothingWhenWorkersDie() throws IOException {
    var schedule =
        new WorkerSchedule(
            List.of(
                new WorkerSchedule.Step(0, 20),
                new WorkerSchedule.Step(20, 5),
                new WorkerSchedule.Step(60, 10)));
    var request =
        SimulationRequest.of(profile("new-bucket"), 400_000, 8_900, 20, PolicyName.ADAPTIVE, 1)
            .withWorkers(schedule);

    var first = Simulation.run(request);
    var second = Simulation.run(request);

    assertThat(second.timeline().points()).isEqualTo(first.timeline().points());
    assertThat(first.lost()).isZero();
    assertThat(first.seconds()).isLessThan(300);
  }

  @ParameterizedTest(name = "{0} workers, target {1}")
  @CsvSource({"1, 3000", "10, 3000", "50, 3000", "50, 500"})
  void holdsTheTargetInConsumedUnitsWhenIndexesCostMore(int workers, int target)
      throws IOException {
    var request =
        SimulationRequest.of(
                profile("warm"), 300L * target, target, workers, PolicyName.ADAPTIVE, 1)
            .withCostFactor(3);

    var result = Simulation.run(request);

    assertThat(result.meanRate()).isCloseTo(target, withinPercentage(2));
    assertThat(result.efficiency()).isGreaterThan(0.98);
    // From the first ten seconds on.
    assertThat(result.peakRate()).isLessThan(1.05 * target);
  }

  @Test
  void itemSizesCostUnits() throws IOException {
    var sized =
        CapacityProfile.parse("{\"initialRate\":9000,\"itemBytes\":{\"p50\":300,\"p99\":2000}}");
    var request = SimulationRequest.of(sized, 300_000, 3_000, 10, PolicyName.ADAPTIVE, 1);

    assertThat(Simulation.run(request).seconds()).isCloseTo(100, within(1.0));
    // 6.6 % of the sizes are above 1,024 bytes, 0.9 % above 2,048
    assertThat(Simulation.run(request.withItemSizes()).seconds()).isCloseTo(107.7, within(1.5));
  }

  @Test
  void oracleIsBoundByTargetAndCapacity() throws IOException {
    var warm = run("warm", 1_500_000, 15_000, 50, PolicyName.ORACLE);
    assertThat(warm.seconds()).isCloseTo(100, within(0.1));
    assertThat(warm.efficiency()).isEqualTo(1);
    assertThat(warm.throttleRatio()).isZero();

    var provisioned = run("provisioned-burst", 1_000_000, 40_000, 50, PolicyName.ORACLE);
    assertThat(provisioned.seconds()).isCloseTo(199, within(0.2));

    // 648 s at 4,000, then 8,000: growth comes as early as full use can bring it
    var cold = run("cold-on-demand", 4_000_000, 15_000, 50, PolicyName.ORACLE);
    assertThat(cold.seconds()).isCloseTo(647 + (4_000_000 - 648 * 4_000.0) / 8_000, within(1.5));
  }

  @Test
  void oneWorkerAndTwoHundredFinishAlike() throws IOException {
    for (int workers : new int[] {1, 200}) {
      var result = run("cold-1000", 300_000, 3_000, workers, PolicyName.ADAPTIVE);
      assertThat(result.lost()).isZero();
      assertThat(result.efficiency()).as("%d workers", workers).isGreaterThan(0.97);
    }
  }

  /// Told as 40,000, takes 4,000.
  private static CapacityProfile fourPartitions() {
    return CapacityProfile.parse(
        "{\"initialRate\":40000,\"partitions\":{\"initial\":4,\"rateEach\":1000,"
            + "\"splitAfterSeconds\":100000}}");
  }
}
