package dev.hikkoshi.common.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DurationTextTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "PT0S, 0 s",
    "PT7S, 7 s",
    "PT12.34S, 12.3 s",
    "PT1M, 1 min 00 s",
    "PT4M5.9S, 4 min 05 s",
    "PT5H8M38S, 5 h 08 min",
    "PT49H, 49 h 00 min",
  })
  void readsAsAPersonWould(Duration duration, String text) {
    assertThat(DurationText.of(duration)).isEqualTo(text);
  }
}
