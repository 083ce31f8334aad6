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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What one worker makes of its share and of what it is told of the fleet, and where it starts.
final class PaceShareTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Duration QUICK = Duration.ofMillis(6);

  /// Takes silence for news from the beginning.
  private final PaceController controller = new PaceController(4_000, Start.LEAST);

  @ParameterizedTest(name = "start {0}, share {1} of {2} workers, mean pace {3}: {4}")
  @CsvSource({
    "4000, 15000, 1, 0, 5200",
    "4000, 300, 50, 0, 104",
    "4000, 20, 50, 0, 20",
    "4000, 300, 50, 210, 210",
    "4000, 0, 50, 210, 0",
    "180000, 2400, 50, 0, 2400",
  })
  void startsSomewhatAboveWhatTheTableTakesAtOnce(
      double start, double share, int workers, double meanPace, double expected) {
    var fresh = new PaceController(start, Start.CAPACITY);
    var state = fresh.share(fresh.start(0), 0, new Share(share, workers, meanPace, 0, 0));
    assertThat(state.pace()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}, others write {1}: {2} after 4 s, {3} after 8 s, {4} after 30 s")
  @CsvSource({
    "CAPACITY, 0, 5360, 58400, 1000000",
    "CAPACITY, 4000, 4160, 45600, 1000000",
    "LEAST, 0, 219291, 1000000, 1000000",
    "LEAST, 4000, 22650, 1000000, 1000000",
  })
  void takesSilenceAtTheStartForWhatTheStartIs(
      Start start, double mean, double soon, double later, double atLast) {
    var fresh = new PaceController(4_000, start);
    var state = fresh.share(fresh.start(0), 0, new Share(1e6, 1, mean, 0, 0));
    double[] expected = {soon, later, atLast};
    int[] seconds = {4, 8, 30};
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
    var state = fresh.share(fresh.start(0), 0, new Share(1e6, 1, 0, 0, 0));
    state = fresh.record(state, SECOND, refused(100, 1, 0, 0));
    double before = state.pace();
    for (int i = 11; i <= 25; i++) {
      state = fresh.advance(state, i * SECOND / 10);
    }
    assertThat(state.pace()).isCloseTo(before + 1.5 * 40, within(1.0));
    for (int i = 26; i <= 60; i++) {
      state = fresh.advance(state, i * SECOND / 10);
    }
    assertThat(state.pace()).isGreaterThan(1.5 * before);
  }

  /// News comes every second, an interval, if all others beat at the same time.
  @ParameterizedTest(name = "news every {0} half seconds")
  @ValueSource(ints = {1, 2})
  void refusalsElsewhereEndTheQuietTime(int halves) {
    var state =
        controller.record(at(controller, 10_000, 1e9), 1, PaceOutcome.accepted(25, 25, QUICK));
    for (int i = 1; i <= 60; i++) {
      state = controller.advance(state, i * SECOND / 2);
      state =
          controller.share(state, i * SECOND / 2, new Share(1e9, 1, 0, i % halves == 0 ? 1 : 0, 0));
    }
    assertThat(state.pace()).isCloseTo(10_000 + 30 * 40, within(5.0));
  }

  @Test
  void pauseAndAnotherTargetTakeEffectAtOnceAndItComesBackQuickly() {
    var state = at(controller, 1_000, 1_000);
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
    var state = fresh.share(fresh.start(0), 0, new Share(Math.max(held, 10), workers, mean, 0, 0));
    state = fresh.record(state, SECOND / 100, PaceOutcome.accepted(5, 5, QUICK));
    state = fresh.share(state, SECOND / 50, new Share(held, workers, mean, 0, 0));
    for (long tenth = 1; tenth <= 10L * seconds; tenth++) {
      state =
          fresh.record(
              state, tenth * SECOND / 10, PaceOutcome.accepted(held / 10, held / 10, QUICK));
    }
    state = fresh.share(state, seconds * SECOND, new Share(larger, workers, 0, 0, 0));
    assertThat(state.pace()).isCloseTo(expected, withinPercentage(0.1));
    // That nothing was refused below it is no reason to climb on.
    state = fresh.advance(state, (seconds + 1) * SECOND);
    assertThat(state.pace()).isCloseTo(expected, withinPercentage(1.1));
  }

  @ParameterizedTest(name = "who begins when others write {0}")
  @ValueSource(doubles = {0, 5_200, 5_230})
  void theFirstRefusalAtTheStartThrowsItDownToWhatWasTold(double mean) {
    var fresh = new PaceController(4_000, Start.CAPACITY);
    var state = fresh.share(fresh.start(0), 0, new Share(1e6, 1, 0, 0, 0));
    state = fresh.share(state, 1, new Share(1e6, 1, mean, 0, 1));
    state = fresh.record(state, SECOND / 100, refused(100, 80, 0, 0));
    assertThat(state.pace()).isBetween(3_800.0, 4_000.0);
  }

  @Test
  void theFirstRefusalAfterALargerTargetTakesOffWhatWasRefused() {
    var fresh = new PaceController(4_000, Start.CAPACITY);
    var state = fresh.share(fresh.start(0), 0, new Share(10, 50, 0, 0, 0));
    for (int tenth = 1; tenth <= 200; tenth++) {
      state = fresh.record(state, tenth * SECOND / 10, PaceOutcome.accepted(1, 1, QUICK));
    }
    state = fresh.share(state, 20 * SECOND, new Share(80, 50, 10, 0, 1));
    assertThat(state.pace()).isEqualTo(80);
    state = fresh.record(state, 20 * SECOND, refused(8, 8, 0, 0));
    assertThat(state.pace()).isBetween(60.0, 70.0);
  }

  @Test
  void whatIsAnsweredWhilePausedSaysNothing() {
    var state = at(controller, 1_000, 1_000);
    state = controller.record(state, SECOND, PaceOutcome.accepted(25, 25, QUICK));
    state = controller.share(state, 2 * SECOND, Share.alone(0));
    state = controller.record(state, 3 * SECOND, refused(1, 1, 0, 0));
    state = controller.share(state, 60 * SECOND, Share.alone(1_000));
    assertThat(state.pace()).isEqualTo(1_000);
  }

  /// Nobody knows what a table takes that took nothing when the pause began.
  @Test
  void aPauseInAnOutageEndsWithAProbe() {
    var state = at(controller, 1_000, 2_000);
    for (int i = 1; i <= 600; i++) {
      double units = state.pace() / 10;
      state = controller.record(state, i * SECOND / 10, refused(units, units, 0, 0));
    }
    state = controller.share(state, 61 * SECOND, Share.alone(0));
    state = controller.record(state, 62 * SECOND, refused(1, 1, 0, 0));
    state = controller.share(state, 63 * SECOND, Share.alone(2_000));
    assertThat(state.pace()).isEqualTo(80);
  }

  /// They write nothing for four intervals; that nothing is refused meanwhile says nothing.
  @Test
  void silenceWhileNewcomersWaitIsNoNews() {
    var state = at(controller, 100, 1e6);
    state = controller.advance(controller.record(state, 1, refused(1, 1, 0, 0)), SECOND);
    state = controller.share(state, SECOND, new Share(1e6, 10, 0, 0, 1));
    assertThat(state.pace()).isCloseTo(10, withinPercentage(2));
    for (int tenth = 11; tenth <= 60; tenth++) {
      state = controller.advance(state, tenth * SECOND / 10);
    }
    assertThat(state.pace()).isLessThan(11.5);
  }

  /// If all is refused to one worker alone, the others' pace is none for it.
  @Test
  void aWorkerThatAloneIsRefusedIsNotPulledUp() {
    var state = at(controller, 800, 1_000);
    for (int tenth = 1; tenth <= 100; tenth++) {
      double units = state.pace() / 10;
      state = controller.record(state, tenth * SECOND / 10, refused(units, units, 0, 0));
      if (tenth % 10 == 0) {
        state =
            controller.share(state, tenth * SECOND / 10, new Share(1_000, 1, 800, 0, tenth / 10));
      }
    }
    assertThat(state.pace()).isEqualTo(80);
  }

  @Test
  void fewerWorkersTakeOverWhatTheOthersWrote() {
    var state = controller.share(controller.start(0), 0, new Share(300, 50, 200, 0, 0));
    state = controller.record(state, 1, PaceOutcome.accepted(25, 25, QUICK));
    state = controller.share(state, 2, new Share(1_500, 10, 200, 0, 0));
    assertThat(state.pace()).isCloseTo(1_000, within(0.1));
    // What each had accepted is taken over too.
    state = controller.record(state, 3, refused(100, 10, 0, 0));
    assertThat(state.pace()).isBetween(970.0, 1_000.0);
  }

  @Test
  void fewerWorkersComeBackFromAnOutageToWhatAllHadWritten() {
    var state = controller.share(controller.start(0), 0, new Share(300, 50, 200, 0, 0));
    long now = 1;
    state = controller.record(state, now, PaceOutcome.accepted(25, 25, QUICK));
    for (int i = 0; i < 600; i++) {
      now += SECOND / 10;
      double units = state.pace() / 10;
      state = controller.record(state, now, refused(units, units, 0, 0));
    }
    state = controller.share(state, now, new Share(1_500, 10, 0, 0, 0));
    for (int i = 0; i < 20; i++) {
      now += SECOND / 10;
      state =
          controller.record(
              state, now, PaceOutcome.accepted(state.pace() / 10, state.pace() / 10, QUICK));
    }
    assertThat(state.pace()).isBetween(900.0, 1_100.0);
  }

  /// It is told its share each second all the same.
  @Test
  void whoHasNoWorkKeepsWhatItKnows() {
    var busy = at(controller, 1_000, 1e9);
    busy = controller.record(busy, SECOND, refused(100, 1, 0, 0));
    var idle = busy;
    for (int second = 2; second <= 300; second++) {
      idle = controller.share(idle, second * SECOND, new Share(1e9, 1, 0, 0, second));
    }
    idle = controller.advance(idle, 300 * SECOND);
    var next = controller.advance(busy, 2 * SECOND);
    assertThat(idle.pace()).isCloseTo(next.pace(), within(1e-6));
    assertThat(idle.accepted()).isCloseTo(next.accepted(), within(1e-6));
  }

  /// What it had accepted itself would be too little by the time it has work again.
  @Test
  void whoHasNoWorkFollowsTheOthersAndWhatIsAcceptedOfThem() {
    var table = new PaceController(4_000, Start.CAPACITY);
    var state = at(table, 100, 1e9);
    for (int tenth = 1; tenth <= 100; tenth++) {
      state = table.record(state, tenth * SECOND / 10, PaceOutcome.accepted(10, 10, QUICK));
    }
    for (int second = 11; second <= 60; second++) {
      state = table.share(state, second * SECOND, new Share(1e9, 1, 1_000, 1, second));
    }
    assertThat(state.pace()).isCloseTo(1_000, withinPercentage(1));
    state = table.record(state, 60 * SECOND, refused(100, 10, 0, 0));
    assertThat(state.pace()).isGreaterThan(950);
  }

  /// What was refused to it then is no news of now.
  @Test
  void whoRanOutOfWorkInAnOutageFollowsTheOthersOutOfIt() {
    var state = at(controller, 1_000, 1e9);
    for (int tenth = 1; tenth <= 300; tenth++) {
      double units = state.pace() / 10;
      state = controller.record(state, tenth * SECOND / 10, refused(units, units, 0, 0));
    }
    assertThat(state.pace()).isEqualTo(80);
    for (int second = 31; second <= 60; second++) {
      state = controller.share(state, second * SECOND, new Share(1e9, 1, 1_000, 0, second));
    }
    assertThat(state.pace()).isCloseTo(1_000, withinPercentage(1));
  }

  /// What is refused to others ends the silence, and no later than that.
  @Test
  void whatWasRefusedElsewhereWhileThereWasNoWorkCountsFromNowOnAtTheLatest() {
    var state = at(controller, 1_000, 1e9);
    state = controller.record(state, SECOND, refused(100, 1, 0, 0));
    for (int second = 2; second <= 60; second++) {
      state = controller.share(state, second * SECOND, new Share(1e9, 1, 0, 1, second));
    }
    double before = state.pace();
    for (int tenth = 600; tenth <= 605; tenth++) {
      state = controller.advance(state, tenth * SECOND / 10);
    }
    assertThat(state.pace()).isLessThan(1.1 * before);
    for (int tenth = 606; tenth <= 650; tenth++) {
      state = controller.advance(state, tenth * SECOND / 10);
    }
    assertThat(state.pace()).isGreaterThan(2 * before);
  }

  @Test
  void pacesMoveTowardsTheMeanOfTheFleet() {
    var slow =
        controller.record(at(controller, 100, 1_000), 1, PaceOutcome.accepted(25, 25, QUICK));
    var fast =
        controller.record(at(controller, 900, 1_000), 1, PaceOutcome.accepted(25, 25, QUICK));
    for (int i = 1; i <= 100; i++) {
      double mean = (slow.pace() + fast.pace()) / 2;
      slow = controller.share(slow, 1 + i, new Share(1_000, 1, mean, 0, i));
      fast = controller.share(fast, 1 + i, new Share(1_000, 1, mean, 0, i));
    }
    assertThat(slow.pace()).isCloseTo(fast.pace(), within(1.0));
    assertThat(slow.pace() + fast.pace()).isCloseTo(1_000, within(1.0));
  }

  /// A bucket's groups of keys are told a new limit at once, besides what is read of the fleet.
  @Test
  void theMeanOfPacesUnderAnotherLimitMovesNobodyHoweverOftenThatIsTold() {
    var state =
        controller.record(at(controller, 3_000, 5_000), 1, PaceOutcome.accepted(25, 25, QUICK));
    state = controller.share(state, 2, new Share(6_000, 1, 500, 0, 1));
    state = controller.share(state, 3, new Share(6_000, 1, 0, 0, 0));
    state = controller.share(state, 4, new Share(6_000, 1, 500, 0, 2));
    assertThat(state.pace()).isGreaterThanOrEqualTo(3_000);
    state = controller.share(state, 5, new Share(6_000, 1, 500, 0, 3));
    assertThat(state.pace()).isGreaterThanOrEqualTo(3_000);
    state = controller.share(state, 6, new Share(6_000, 1, 500, 0, 4));
    assertThat(state.pace()).isLessThan(2_000);
  }
}
