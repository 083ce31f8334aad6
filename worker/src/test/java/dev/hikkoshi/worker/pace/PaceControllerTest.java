package dev.hikkoshi.worker.pace;

import static dev.hikkoshi.worker.pace.Paces.at;
import static dev.hikkoshi.worker.pace.Paces.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What one worker makes of answers and of time; of the fleet: [PaceShareTest].
final class PaceControllerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Duration QUICK = Duration.ofMillis(6);

  /// Takes silence for news from the beginning.
  private final PaceController controller = new PaceController(4_000, Start.LEAST);

  @ParameterizedTest(name = "{0} at {1} s refused {2}/{3}/{4} of 100: {5}")
  @CsvSource({
    // pace, second, table, hot, unknown, expected after HOLD climbs 40, or two hundredths, a second
    "1000, 0, 0, 0, 0, 1000",
    "1000, 1, 0, 0, 0, 1020",
    "4000, 1, 0, 0, 0, 4040",
    "1000, 0, 100, 0, 0, 750",
    "1000, 0, 40, 0, 0, 900",
    "1000, 0, 0, 40, 0, 902.5",
    "1000, 0, 0, 0, 40, 900",
    "20, 0, 100, 0, 0, 20",
  })
  void fallsByWhatWasRefused(
      double pace, double second, double table, double hot, double unknown, double expected) {
    double start = pace == 20 ? 1_000 : 4_000;
    var fresh = new PaceController(start, Start.CAPACITY);
    var state = fresh.share(fresh.start(0), 0, new Share(15_000, 1, pace, 0, 0));
    var after = fresh.record(state, (long) (second * SECOND), refused(100, table, hot, unknown));
    assertThat(after.pace()).isCloseTo(expected, within(0.01));
  }

  @Test
  void climbsFasterTheLongerNothingIsRefused() {
    var state = at(controller, 10_000, 1e9);
    double[] expected = {10_000, 10_040, 10_378, 20_427, 55_599};
    for (int i = 0; i < expected.length; i++) {
      assertThat(state.pace()).as("after %d s", i).isCloseTo(expected[i], withinPercentage(0.5));
      for (int step = 0; step < 10; step++) {
        state = controller.advance(state, state.updatedNanos() + SECOND / 10);
      }
    }
  }

  @Test
  void climbDoesNotDependOnHowTimeIsCut() {
    var fine = at(controller, 1_000, 1e9);
    var coarse = fine;
    for (int i = 1; i <= 120; i++) {
      fine = controller.advance(fine, i * SECOND / 10);
      if (i % 10 == 0) {
        coarse = controller.advance(coarse, i * SECOND / 10);
      }
    }
    assertThat(fine.pace()).isCloseTo(coarse.pace(), withinPercentage(1));
  }

  @Test
  void learnsNothingFromTimeWithoutWork() {
    var state = controller.advance(at(controller, 1_000, 1e9), SECOND);
    var idle = controller.advance(state, 3_600 * SECOND);
    assertThat(idle.pace()).isCloseTo(1_071.2, within(0.1));
  }

  @Test
  void doesNotSpendWhatIsSavedOnTimeWithoutWork() {
    var state = controller.record(at(controller, 10_000, 1e9), 1, refused(1_600, 1_600, 0, 0));
    var saves = controller.advance(state, SECOND / 5);
    assertThat(saves.saved()).isPositive();
    var idle = controller.advance(saves, 3_600 * SECOND);
    assertThat(idle.pace())
        .isCloseTo(controller.advance(saves, 6 * SECOND / 5).pace(), within(1e-6));
  }

  @Test
  void settlesAtTheCapacityWithFewRefusals() {
    var state = at(controller, 8_000, 15_000);
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
    assertThat(refused / offered).isBetween(0.002, 0.004);
  }

  @Test
  void fallsInProportionToWhatIsRefused() {
    var few = at(controller, 1_000, 15_000);
    var many = few;
    for (int i = 1; i <= 10; i++) {
      few = controller.record(few, i, refused(20, 2, 0, 0));
      many = controller.record(many, i, refused(20, 20, 0, 0));
    }
    assertThat(1_000 - many.pace()).isCloseTo(10 * (1_000 - few.pace()), withinPercentage(2));
  }

  @Test
  void fallsAtOnceToWhatIsAcceptedAndNotBelow() {
    var state = controller.record(at(controller, 1_000, 15_000), 1, refused(20, 1, 0, 0));
    for (int i = 1; i <= 30; i++) {
      state = controller.record(state, i * SECOND / 10, PaceOutcome.accepted(100, 100, QUICK));
    }
    assertThat(state.pace()).isGreaterThan(2_000);
    assertThat(state.accepted()).isCloseTo(1_000, within(20.0));
    var after = controller.record(state, 3 * SECOND, refused(20, 20, 0, 0));
    assertThat(after.pace()).isBetween(900.0, 1_000.0);
  }

  /// Below what is accepted the destination saves, up to a fifth of a second; spending that hides
  /// its limit, so silence is no news yet.
  @ParameterizedTest(name = "{0} units refused at 10,000: {1} to {2} tenths of a second")
  @CsvSource({"4, 17, 22", "250, 45, 58", "1600, 60, 75"})
  void whatMayBeSavedIsSpentBeforeSilenceIsNews(double refused, int least, int most) {
    var state = at(controller, 10_000, 1e9);
    state = controller.record(state, 1, refused(refused, refused, 0, 0));
    int tenths = 0;
    while (state.pace() < 1.04 * state.accepted()) {
      tenths++;
      double units = state.pace() / 10;
      state = controller.record(state, tenths * SECOND / 10, PaceOutcome.accepted(units, 0, QUICK));
    }
    assertThat(tenths).isBetween(least, most);
  }

  /// The mean of what was accepted is of the climb, and far below what the destination takes.
  @Test
  void theFirstRefusalOfTheFirstClimbDoesNotThrowItBack() {
    var state = at(controller, 1_000, 1e9);
    for (int i = 1; state.pace() < 8_000; i++) {
      double units = state.pace() / 10;
      state = controller.record(state, i * SECOND / 10, PaceOutcome.accepted(units, 0, QUICK));
    }
    var after = controller.record(state, state.updatedNanos(), refused(400, 40, 0, 0));
    assertThat(state.pace() - after.pace()).isBetween(95.0, 105.0);
  }

  /// A share that few keys never use says nothing of what is taken of them.
  @Test
  void whoWritesFarLessThanTheShareFallsToThat() {
    var state = at(controller, 2_000, 2_000);
    for (int i = 1; i <= 1_000; i++) {
      state = controller.record(state, i * SECOND / 10, PaceOutcome.accepted(20, 0, QUICK));
    }
    assertThat(state.pace()).isEqualTo(2_000);
    var after = controller.record(state, state.updatedNanos(), refused(200, 200, 0, 0));
    assertThat(after.pace()).isBetween(150.0, 210.0);
  }

  /// A destination that saves one second, or one item.
  @ParameterizedTest(name = "{0} units a second, {1} an item, told {2}")
  @CsvSource({
    "100, 10, 100",
    "100, 25, 100",
    "100, 50, 100",
    "500, 100, 500",
    "1000, 400, 1000",
    "4000, 400, 4000",
    "4000, 1000, 16000",
    "4000, 1000, 1000",
    "4000, 1200, 1000",
    "1600, 400, 400",
    "4000, 400, 400"
  })
  void itemsThatCostMoreThanARequestShouldCarryAreNoTrap(
      double capacity, double item, double told) {
    var fresh = new PaceController(told, Start.CAPACITY);
    var state = fresh.share(fresh.start(0), 0, new Share(1e6, 1, 0, 0, 0));
    double tokens = capacity;
    double due = 0;
    double accepted = 0;
    for (int i = 1; i <= 60_000; i++) {
      tokens = Math.min(Math.max(capacity, item), tokens + capacity / 100);
      state = fresh.advance(state, i * SECOND / 100);
      due += state.pace() / 100;
      while (due >= item) {
        due -= item;
        boolean taken = tokens >= item;
        tokens -= taken ? item : 0;
        accepted += taken ? item : 0;
        state = fresh.record(state, i * SECOND / 100, refused(item, taken ? 0 : item, 0, 0));
      }
    }
    assertThat(accepted / (600 * capacity)).isGreaterThan(0.9);
  }

  @Test
  void slowWorkerSendsSmallRequests() {
    assertThat(controller.requestUnits(at(controller, 80, 100))).isEqualTo(8);
    assertThat(controller.requestUnits(at(controller, 400, 400))).isEqualTo(40);
  }

  @Test
  void oneHotPartitionDoesNotSlowTheFleet() {
    var state = at(controller, 1_000, 1_000);
    for (int i = 1; i <= 600; i++) {
      state = controller.record(state, i * SECOND / 10, refused(100, 0, 0.9, 0));
    }
    assertThat(state.pace()).isEqualTo(1_000);
  }

  @Test
  void allPartitionsHotSlowIt() {
    var state = at(controller, 1_000, 1_000);
    for (int i = 1; i <= 600; i++) {
      state =
          controller.record(
              state, i * SECOND / 10, refused(state.pace() / 10, 0, state.pace() / 20, 0));
    }
    assertThat(state.pace()).isLessThan(100);
  }

  @Test
  void refusalsWithoutReasonAreTakenLikeTheReasonedOnesAroundThem() {
    var table = at(controller, 1_000, 1_000);
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
    var few = at(controller, 1_000, 1_000);
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
    var state = at(controller, 1_000, 1_000);
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
    var state = at(controller, 1_000, 1_000);
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

  @ParameterizedTest(name = "a table that then takes {0}: {1} to {2} after {3} tenths of a second")
  @CsvSource({"1e9, 900, 1000, 15", "1e9, 200, 600, 5", "500, 400, 600, 50"})
  void whatIsAcceptedAfterEverythingWasRefusedBringsItBack(
      double takes, double least, double most, int tenths) {
    var state = at(controller, 1_000, 1_000);
    long now = 0;
    for (int i = 1; i <= 600; i++) {
      now = i * SECOND / 10;
      state = controller.record(state, now, refused(state.pace() / 10, state.pace() / 10, 0, 0));
    }
    assertThat(state.down()).isTrue();
    for (int i = 1; i <= tenths; i++) {
      now += SECOND / 10;
      double units = state.pace() / 10;
      double over = Math.max(0, units - takes / 10);
      state = controller.record(state, now, refused(units, over, 0, 0));
    }
    assertThat(state.pace()).isBetween(least, most);
    assertThat(state.down()).isEqualTo(takes > 500 && tenths < 10);
  }

  @Test
  void learnsWhatAnItemCostsWithItsIndexes() {
    var state = at(controller, 1_000, 1_000);
    for (int i = 1; i <= 1_000; i++) {
      state = controller.record(state, i * SECOND / 10, PaceOutcome.accepted(25, 75, QUICK));
    }
    assertThat(state.costFactor()).isCloseTo(3, within(0.001));
  }

  @Test
  void whatIsWrongWithAnItemSaysNothing() {
    var state = controller.record(at(controller, 1_000, 1_000), 1, refused(25, 25, 0, 0));
    assertThat(controller.record(state, SECOND, PaceOutcome.nothing(QUICK)))
        .isEqualTo(controller.advance(state, SECOND));
  }

  /// The climb begins anew, not as if there had been silence all along.
  @Test
  void silenceCountsOnceWhatIsSavedIsSpent() {
    var state = at(controller, 10_000, 1e9);
    state = controller.record(state, 1, refused(2_000, 2_000, 0, 0));
    int tenth = 0;
    while (state.saved() > 0 || tenth < 30) {
      tenth++;
      double units = state.pace() / 10;
      state =
          controller.record(state, tenth * SECOND / 10, PaceOutcome.accepted(units, units, QUICK));
    }
    assertThat(tenth).isBetween(50, 200);
    double spent = state.pace();
    for (int i = 1; i <= 10; i++) {
      state = controller.advance(state, (tenth + i) * SECOND / 10);
    }
    assertThat(state.pace()).isBetween(1.1 * spent, 1.4 * spent);
  }

  @Test
  void whatTheShareHoldsBackIsNotSaved() {
    var state = at(controller, 1_000, 1e9);
    for (int tenth = 1; tenth <= 100; tenth++) {
      state = controller.record(state, tenth * SECOND / 10, PaceOutcome.accepted(100, 100, QUICK));
    }
    state = controller.share(state, 10 * SECOND, Share.alone(500));
    for (int tenth = 101; tenth <= 110; tenth++) {
      state = controller.record(state, tenth * SECOND / 10, PaceOutcome.accepted(50, 50, QUICK));
      assertThat(state.saved()).isZero();
    }
    assertThat(state.accepted()).isGreaterThan(500);
  }
}
