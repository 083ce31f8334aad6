package dev.hikkoshi.runbook.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.runbook.service.ProtectionState.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class ProtectionStateTest {
  /// What is asked, and in which second, if ECS takes note each time.
  private static List<String> asked(int seconds, IntUnaryOperator heldAt) {
    var asked = new ArrayList<String>();
    var state = ProtectionState.started(0);
    for (int second = 0; second < seconds; second++) {
      long now = TimeUnit.SECONDS.toNanos(second);
      int held = heldAt.applyAsInt(second);
      state = state.holds(held, now);
      Ask ask = state.ask(held, now);
      if (ask != Ask.NOTHING) {
        asked.add(second + " " + ask);
        state = state.told(ask, now);
      }
    }
    return asked;
  }

  @Test
  void anIdleTaskAsksForNothing() {
    assertThat(asked(3_600, _ -> 0)).isEmpty();
  }

  @Test
  void protectsAtOnceAndLetsGoTenSecondsAfterTheLastUnit() {
    assertThat(asked(100, second -> second >= 3 && second < 20 ? 2 : 0))
        .containsExactly("3 PROTECT", "29 RELEASE");
  }

  @Test
  void gapsBetweenUnitsDoNotMatter() {
    assertThat(asked(200, second -> second % 9 == 0 ? 1 : 0)).containsExactly("0 PROTECT");
  }

  @Test
  void renewsBeforeTheProtectionExpires() {
    assertThat(asked(1_000, _ -> 1))
        .containsExactly("0 PROTECT", "300 PROTECT", "600 PROTECT", "900 PROTECT");
    assertThat(ProtectionState.RENEW).isLessThan(ProtectionState.EXPIRES);
  }

  @Test
  void asksAgainWhatWasNotNoted() {
    var state = ProtectionState.started(0).holds(1, 0);
    assertThat(state.ask(1, 0)).isEqualTo(Ask.PROTECT);
    assertThat(state.holds(1, 9).ask(1, 9)).isEqualTo(Ask.PROTECT);
  }
}
