package dev.hikkoshi.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PaceControllerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Duration QUICK = Duration.ofMillis(6);

  /// Takes silence for news from the beginning.
  private final PaceController controller = new PaceController(4_000, Start.LEAST);

  private PaceState at(double pace, double share) {
    var state = controller.share(controller.start(0), 0, new Share(share, 1, pace, 0));
    assertThat(state.pace()).isEqualTo(pace);
    return state;
  }

  private static PaceOutcome refused(double estimated, double table, double hot, double unknown) {
    return new PaceOutcome(estimated, 0, table, hot, unknown, false, QUICK);
  }

  @ParameterizedTest(name = "start {0}, share {1} of {2} workers, mean pace {3}: {4}")
  @CsvSource({
    "4000, 15000, 1, 0, 4000",
    "4000, 300, 50, 0, 80",
    "4000, 20, 50, 0, 20",
    "4000, 300, 50, 210, 210",
    "4000, 0, 50, 210, 0",
    "180000, 2400, 50, 0, 2400",
  })
  void startsWithWhatTheTableTakesAtOnce(
      double start, double share, int workers, double meanPace, double expected) {
    var fresh = new PaceController(start, Start.CAPACITY);
    var state = fresh.share(fresh.start(0), 0, new Share(share, workers, meanPace, 0));
    assertThat(state.pace()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} at {1} s refused {2}/{3}/{4} of 100: {5}")
  @CsvSource({
    // pace, second, table, hot, unknown, expected after HOLD climbs a thousandth a second
    "1000, 0, 0, 0, 0, 1000",
    "1000, 1, 0, 0, 0, 1001",
    "1000, 0, 100, 0, 0, 900",
    "1000, 0, 40, 0, 0, 960",
    "1000, 0, 0, 40, 0, 1000",
    "1000, 0, 0, 0, 40, 960",
    "20, 0, 100, 0, 0, 20",
  })
  void fallsByWhatWasRefused(
      double pace, double second, double table, double hot, double unknown, double expected) {
    double start = pace == 20 ? 1_000 : 4_000;
    var fresh = new PaceController(start, Start.CAPACITY);
    var state = fresh.share(fresh.start(0), 0, new Share(15_000, 1, pace, 0));
    var after = fresh.record(state, (long) (second * SECOND), refused(100, table, hot, unknown));
    assertThat(after.pace()).isCloseTo(expected, within(0.01));
  }

  @Test
  void climbsFasterTheLongerNothingIsRefused() {
    var state = at(1_000, 1e9);
    double[] expected = {1_000, 1_002.0, 1_004.0, 1_014.1, 1_074.7, 1_253.6};
    for (int i = 0; i < expected.length; i++) {
      assertThat(state.pace()).as("after %d s", 2 * i).isCloseTo(expected[i], within(0.2));
      for (int step = 0; step < 20; step++) {
        state = controller.advance(state, state.updatedNanos() + SECOND / 10);
      }
    }
    assertThat(state.pace()).isGreaterThan(1_650);
  }

  @ParameterizedTest(name = "{0}, others write {1}: {2} after 10 s, {3} after 30 s, {4} after 70 s")
  @CsvSource({
    "CAPACITY, 0, 4040, 4122, 5325",
    "CAPACITY, 4000, 4040, 4122, 5325",
    "LEAST, 0, 49225, 1000000, 1000000",
    "LEAST, 4000, 5014, 598700, 1000000",
  })
  void takesSilenceAtTheStartForWhatTheStartIs(
      Start start, double mean, double soon, double later, double atLast) {
    var fresh = new PaceController(4_000, start);
    var state = fresh.share(fresh.start(0), 0, new Share(1e6, 1, mean, 0));
    double[] expected = {soon, later, atLast};
    int[] seconds = {10, 30, 70};
    for (int i = 0; i < expected.length; i++) {
      while (state.updatedNanos() < seconds[i] * SECOND) {
        state = fresh.advance(state, state.updatedNanos() + SECOND / 10);
      }
      assertThat(state.pace())
          .as("after %d s", seconds[i])
          .isCloseTo(expected[i], withinPercentage(1));
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Start.class)
  void theFirstRefusalEndsTheStart(Start start) {
    var fresh = new PaceController(4_000, start);
    var state = fresh.share(fresh.start(0), 0, new Share(1e6, 1, 0, 0));
    state = fresh.record(state, SECOND, refused(100, 1, 0, 0));
    double before = state.pace();
    for (int i = 11; i <= 50; i++) {
      state = fresh.advance(state, i * SECOND / 10);
    }
    assertThat(state.pace()).isCloseTo(before * Math.exp(0.004), within(1.0));
    for (int i = 51; i <= 130; i++) {
      state = fresh.advance(state, i * SECOND / 10);
    }
    assertThat(state.pace()).isGreaterThan(1.5 * before);
  }

  @Test
  void climbDoesNotDependOnHowTimeIsCut() {
    var fine = at(1_000, 1e9);
    var coarse = fine;
    for (int i = 1; i <= 120; i++) {
      fine = controller.advance(fine, i * SECOND / 10);
      if (i % 10 == 0) {
        coarse = controller.advance(coarse, i * SECOND / 10);
      }
    }
    assertThat(fine.pace()).isCloseTo(coarse.pace(), within(1e-6));
  }

  @Test
  void learnsNothingFromTimeWithoutWork() {
    var state = controller.advance(at(1_000, 1e9), SECOND);
    var idle = controller.advance(state, 3_600 * SECOND);
    assertThat(idle.pace()).isCloseTo(1_002, within(0.01));
  }

  @Test
  void refusalsElsewhereEndTheQuietTime() {
    var state = controller.record(at(1_000, 1e9), 1, PaceOutcome.accepted(25, 25, QUICK));
    for (int i = 1; i <= 60; i++) {
      state = controller.share(state, i * SECOND / 2, new Share(1e9, 1, 0, i % 4 == 0 ? 1 : 0));
    }
    assertThat(state.pace()).isCloseTo(1_000 * Math.exp(30 * 0.001), within(1.0));
  }

  @Test
  void settlesAtTheCapacityWithFewRefusals() {
    var state = at(8_000, 15_000);
    double capacity = 5_000;
    double offered = 0;
    double refused = 0;
    for (int i = 1; i <= 3_000; i++) {
      double units = state.pace() / 10;
      double over = Math.max(0, units - capacity / 10);
      if (i > 600) {
        offered += units;
        refused += over;
      }
      state = controller.record(state, i * SECOND / 10, refused(units, over, 0, 0));
    }
    assertThat(state.pace()).isBetween(capacity, 1.01 * capacity);
    assertThat(refused / offered).isBetween(0.0007, 0.0013);
  }

  @Test
  void fallsFasterTheMoreIsRefused() {
    var few = at(1_000, 15_000);
    var many = few;
    for (int i = 1; i <= 10; i++) {
      few = controller.record(few, i, refused(50, 5, 0, 0));
      many = controller.record(many, i, refused(50, 50, 0, 0));
    }
    assertThat(1_000 - many.pace()).isGreaterThan(11 * (1_000 - few.pace()));
  }

  @Test
  void fallsAtOnceToWhatIsAcceptedAndNotBelow() {
    var state = at(1_000, 15_000);
    for (int i = 1; i <= 100; i++) {
      state = controller.record(state, i * SECOND / 10, PaceOutcome.accepted(100, 100, QUICK));
    }
    assertThat(state.pace()).isGreaterThan(1_200);
    assertThat(state.accepted()).isCloseTo(1_000, within(20.0));
    var after = controller.record(state, 10 * SECOND, refused(100, 100, 0, 0));
    assertThat(after.pace()).isBetween(900.0, 1_000.0);
    assertThat(after.knee()).as("the way back is steep").isCloseTo(1_000, within(20.0));
  }

  @Test
  void slowWorkerSendsSmallRequests() {
    assertThat(controller.requestUnits(at(80, 100))).isEqualTo(20);
    assertThat(controller.requestUnits(at(400, 400))).isEqualTo(100);
  }

  @Test
  void oneHotPartitionDoesNotSlowTheFleet() {
    var state = at(1_000, 1_000);
    for (int i = 1; i <= 600; i++) {
      state = controller.record(state, i * SECOND / 10, refused(100, 0, 0.9, 0));
    }
    assertThat(state.pace()).isEqualTo(1_000);
  }

  @Test
  void allPartitionsHotSlowIt() {
    var state = at(1_000, 1_000);
    for (int i = 1; i <= 600; i++) {
      state =
          controller.record(
              state, i * SECOND / 10, refused(state.pace() / 10, 0, state.pace() / 20, 0));
    }
    assertThat(state.pace()).isLessThan(100);
  }

  @Test
  void refusalsWithoutReasonAreTakenLikeTheReasonedOnesAroundThem() {
    var table = at(1_000, 1_000);
    var hot = table;
    for (int i = 1; i <= 20; i++) {
      table = controller.record(table, i * SECOND / 10, refused(25, 25, 0, 0));
      hot = controller.record(hot, i * SECOND / 10, refused(25, 0, 25, 0));
    }
    assertThat(table.hotShare()).isZero();
    assertThat(hot.hotShare()).isGreaterThan(0.9);
  }

  @Test
  void fewServerErrorsDoNotSlowItButAFailingServiceDoes() {
    var few = at(1_000, 1_000);
    var all = few;
    for (int i = 1; i <= 400; i++) {
      long now = i * SECOND / 10;
      few =
          i % 5 == 0
              ? controller.record(few, now, PaceOutcome.failed(100, QUICK))
              : controller.record(few, now, PaceOutcome.accepted(100, 100, QUICK));
      all = controller.record(all, now, PaceOutcome.failed(all.pace() / 10, QUICK));
    }
    assertThat(few.pace()).isEqualTo(1_000);
    assertThat(all.pace()).isLessThan(100);
  }

  @Test
  void comesBackSteeplyAfterAnOutage() {
    var state = at(1_000, 1_000);
    long now = 0;
    for (int i = 1; i <= 600; i++) {
      now = i * SECOND / 10;
      state = controller.record(state, now, refused(state.pace() / 10, state.pace() / 10, 0, 0));
    }
    assertThat(state.pace()).isCloseTo(80, within(0.1));
    for (int i = 1; i <= 140; i++) {
      now += SECOND / 10;
      state = controller.record(state, now, PaceOutcome.accepted(state.pace() / 10, 0, QUICK));
    }
    assertThat(state.pace()).isGreaterThan(900);
  }

  /// Whether calls fail at once or hang first: what went well before is not forgotten meanwhile.
  @ParameterizedTest(name = "calls hang {0} s")
  @ValueSource(ints = {0, 10, 30})
  void comesBackSteeplyAfterAFailingService(int hang) {
    var state = at(1_000, 1_000);
    long now = 0;
    for (int i = 1; i <= 300; i++) {
      now = i * SECOND / 10;
      state = controller.record(state, now, PaceOutcome.accepted(100, 100, QUICK));
    }
    now += hang * SECOND;
    for (int i = 1; i <= 600; i++) {
      now += SECOND / 10;
      state = controller.record(state, now, PaceOutcome.failed(state.pace() / 10, QUICK));
    }
    assertThat(state.pace()).isLessThan(100);
    for (int i = 1; i <= 140; i++) {
      now += SECOND / 10;
      state = controller.record(state, now, PaceOutcome.accepted(state.pace() / 10, 0, QUICK));
    }
    assertThat(state.pace()).isGreaterThan(900);
  }

  @ParameterizedTest(name = "a table that then takes {0}: {1} to {2} after {3} s")
  @CsvSource({"1e9, 900, 1000, 4", "1e9, 300, 900, 2", "500, 400, 600, 5"})
  void whatIsAcceptedAfterEverythingWasRefusedBringsItBack(
      double takes, double least, double most, int seconds) {
    var state = at(1_000, 1_000);
    long now = 0;
    for (int i = 1; i <= 600; i++) {
      now = i * SECOND / 10;
      state = controller.record(state, now, refused(state.pace() / 10, state.pace() / 10, 0, 0));
    }
    assertThat(state.down()).isTrue();
    for (int i = 1; i <= 10 * seconds; i++) {
      now += SECOND / 10;
      double units = state.pace() / 10;
      double over = Math.max(0, units - takes / 10);
      state = controller.record(state, now, refused(units, over, 0, 0));
    }
    assertThat(state.pace()).isBetween(least, most);
    assertThat(state.down()).isEqualTo(takes > 500 && seconds < 4);
  }

  @Test
  void learnsWhatAnItemCostsWithItsIndexes() {
    var state = at(1_000, 1_000);
    for (int i = 1; i <= 1_000; i++) {
      state = controller.record(state, i * SECOND / 10, PaceOutcome.accepted(25, 75, QUICK));
    }
    assertThat(state.costFactor()).isCloseTo(3, within(0.001));
  }

  @Test
  void pauseAndAnotherTargetTakeEffectAtOnceAndItComesBackQuickly() {
    var state = at(1_000, 1_000);
    state = controller.record(state, SECOND, PaceOutcome.accepted(25, 25, QUICK));
    state = controller.share(state, 2 * SECOND, Share.alone(0));
    assertThat(state.pace()).isZero();
    state = controller.record(state, 2 * SECOND + 1, PaceOutcome.accepted(25, 25, QUICK));
    state = controller.advance(state, 60 * SECOND);
    assertThat(state.pace()).isZero();
    state = controller.share(state, 61 * SECOND, Share.alone(1_000));
    for (int i = 1; i <= 80; i++) {
      state = controller.advance(state, 61 * SECOND + i * SECOND / 10);
    }
    assertThat(state.pace()).isEqualTo(1_000);
  }

  /// A newcomer takes no silence for news in its first minute, and needs none.
  @ParameterizedTest(name = "{0} workers, mean pace {1}, share {2}, after {3} s {4}: {5}")
  @CsvSource({
    "1, 0, 500, 1, 1000, 1000",
    "1, 0, 500, 20, 1000, 1000",
    "1, 0, 500, 55, 3000, 3000",
    "1, 0, 500, 300, 3000, 3000",
    "1, 0, 0, 20, 3000, 3000",
    "1, 0, 500, 20, 15000, 4000",
    "2, 250, 250, 20, 1500, 1500",
    "2, 250, 250, 20, 7500, 2000",
  })
  void aLargerTargetTakesEffectAtOnceUpToWhatTheTableTakes(
      int workers, double mean, double held, int seconds, double larger, double expected) {
    var fresh = new PaceController(4_000, Start.CAPACITY);
    var state = fresh.share(fresh.start(0), 0, new Share(Math.max(held, 10), workers, mean, 0));
    state = fresh.record(state, SECOND / 100, PaceOutcome.accepted(5, 5, QUICK));
    state = fresh.share(state, SECOND / 50, new Share(held, workers, mean, 0));
    for (long tenth = 1; tenth <= 10L * seconds; tenth++) {
      state =
          fresh.record(
              state, tenth * SECOND / 10, PaceOutcome.accepted(held / 10, held / 10, QUICK));
    }
    state = fresh.share(state, seconds * SECOND, new Share(larger, workers, 0, 0));
    assertThat(state.pace()).isCloseTo(expected, withinPercentage(0.1));
  }

  /// Nobody knows what a table takes that took nothing when the pause began.
  @Test
  void aPauseInAnOutageEndsWithAProbe() {
    var state = at(1_000, 2_000);
    for (int i = 1; i <= 600; i++) {
      double units = state.pace() / 10;
      state = controller.record(state, i * SECOND / 10, refused(units, units, 0, 0));
    }
    state = controller.share(state, 61 * SECOND, Share.alone(0));
    state = controller.record(state, 62 * SECOND, refused(1, 1, 0, 0));
    state = controller.share(state, 63 * SECOND, Share.alone(2_000));
    assertThat(state.pace()).isEqualTo(80);
  }

  @Test
  void fewerWorkersTakeOverWhatTheOthersWrote() {
    var state = controller.share(controller.start(0), 0, new Share(300, 50, 200, 0));
    state = controller.record(state, 1, PaceOutcome.accepted(25, 25, QUICK));
    state = controller.share(state, 2, new Share(1_500, 10, 200, 0));
    assertThat(state.pace()).isCloseTo(1_000, within(0.1));
  }

  @Test
  void pacesMoveTowardsTheMeanOfTheFleet() {
    var slow = controller.record(at(100, 1_000), 1, PaceOutcome.accepted(25, 25, QUICK));
    var fast = controller.record(at(900, 1_000), 1, PaceOutcome.accepted(25, 25, QUICK));
    for (int i = 1; i <= 100; i++) {
      double mean = (slow.pace() + fast.pace()) / 2;
      slow = controller.share(slow, 1 + i, new Share(1_000, 1, mean, 0));
      fast = controller.share(fast, 1 + i, new Share(1_000, 1, mean, 0));
    }
    assertThat(slow.pace()).isCloseTo(fast.pace(), within(1.0));
  }

  @Test
  void holdsItsInvariantsWhateverHappens() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      var any = new PaceController(Math.pow(10, random.nextDouble(-1, 6)), anyStart(random));
      var state = any.start(0);
      long now = 0;
      for (int i = 0; i < 300; i++) {
        now += (long) Math.pow(10, random.nextDouble(0, 11));
        state =
            switch (random.nextInt(4)) {
              case 0 -> any.share(state, now, anyShare(random));
              case 1 -> any.advance(state, now);
              default -> {
                var outcome = anyOutcome(random);
                var worse = worse(random, outcome);
                var after = any.record(state, now, outcome);
                assertThat(any.record(state, now, worse).pace())
                    .as(
                        "monotone: seed %d round %d step %d: %s, %s",
                        seed, round, i, outcome, worse)
                    .isLessThanOrEqualTo(after.pace());
                yield after;
              }
            };
        assertThat(state.pace())
            .as("seed %d round %d step %d", seed, round, i)
            .isNotNaN()
            .isBetween(0.0, state.share().unitsPerSecond());
        assertThat(state.costFactor()).as("seed %d round %d", seed, round).isBetween(0.01, 100.0);
        assertThat(state.knee()).as("seed %d round %d", seed, round).isNotNaN();
        assertThat(state.hotShare()).as("seed %d round %d", seed, round).isBetween(0.0, 1.0);
      }
    }
  }

  private static Start anyStart(SplittableRandom random) {
    return random.nextBoolean() ? Start.CAPACITY : Start.LEAST;
  }

  private static Share anyShare(SplittableRandom random) {
    double share = random.nextInt(5) == 0 ? 0 : Math.pow(10, random.nextDouble(-2, 6));
    double mean = random.nextBoolean() ? 0 : Math.pow(10, random.nextDouble(-3, 6));
    return new Share(share, 1 + random.nextInt(200), mean, random.nextBoolean() ? 0 : 5);
  }

  private static PaceOutcome anyOutcome(SplittableRandom random) {
    double estimated = Math.pow(10, random.nextDouble(-1, 4));
    double table = random.nextBoolean() ? 0 : estimated * random.nextDouble() / 4;
    double hot = random.nextBoolean() ? 0 : estimated * random.nextDouble() / 4;
    double unknown = random.nextBoolean() ? 0 : estimated * random.nextDouble() / 4;
    double consumed = random.nextInt(3) == 0 ? 0 : estimated * random.nextDouble(0, 300);
    return random.nextInt(10) == 0
        ? PaceOutcome.failed(estimated, QUICK)
        : new PaceOutcome(estimated, consumed, table, hot, unknown, false, QUICK);
  }

  /// The same outcome with more refused. What was consumed is left out of both, because it teaches
  /// another cost.
  private static PaceOutcome worse(SplittableRandom random, PaceOutcome outcome) {
    double more = outcome.estimated() * random.nextDouble() / 4;
    int which = random.nextInt(3);
    double written = outcome.written();
    double left = outcome.error() ? 0 : Math.max(0, written - more);
    return new PaceOutcome(
        outcome.estimated(),
        written > 0 ? outcome.consumed() * left / written : 0,
        outcome.refusedTable() + (which == 0 ? more : 0),
        outcome.refusedKeyRange() + (which == 1 ? more : 0),
        outcome.refusedUnknown() + (which == 2 ? more : 0),
        outcome.error(),
        outcome.latency());
  }
}
