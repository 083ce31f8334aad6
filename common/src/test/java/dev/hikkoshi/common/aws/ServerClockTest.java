package dev.hikkoshi.common.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ServerClockTest {
  private static final Instant LOCAL = Instant.parse("2026-11-21T12:00:00.400Z");

  private final ServerClock clock = new ServerClock(Clock.fixed(LOCAL, ZoneOffset.UTC));

  @Test
  void isThisMachinesUntilSomethingIsLearnt() {
    assertThat(clock.instant()).isEqualTo(LOCAL);
    clock.dated("yesterday");
    assertThat(clock.instant()).isEqualTo(LOCAL);
  }

  @Test
  void takesTheServersTime() {
    clock.dated("Sat, 21 Nov 2026 11:57:00 GMT");
    assertThat(clock.instant()).isEqualTo("2026-11-21T11:57:00Z");
  }

  /// A response that was held up says an earlier time than one that was not.
  @Test
  void believesTheResponseThatWasFastest() {
    clock.dated("Sat, 21 Nov 2026 12:03:00 GMT");
    clock.dated("Sat, 21 Nov 2026 12:01:00 GMT");
    assertThat(clock.instant()).isEqualTo("2026-11-21T12:03:00Z");
    for (int i = 0; i < 16; i++) {
      clock.dated("Sat, 21 Nov 2026 12:01:00 GMT");
    }
    assertThat(clock.instant()).isEqualTo("2026-11-21T12:01:00Z");
  }
}
