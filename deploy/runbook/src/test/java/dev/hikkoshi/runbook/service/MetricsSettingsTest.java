package dev.hikkoshi.runbook.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsSettingsTest {
  @Test
  void publishesNothingUnlessTold() {
    assertThat(MetricsSettings.from(Map.of()))
        .isEqualTo(new MetricsSettings(Optional.empty(), OptionalInt.empty()));
  }

  @Test
  void readsWhereTheyGo() {
    assertThat(
            MetricsSettings.from(
                Map.of("HIKKOSHI_METRICS", "cloudwatch", "HIKKOSHI_METRICS_PORT", "9400")))
        .isEqualTo(new MetricsSettings(Optional.of("Hikkoshi"), OptionalInt.of(9400)));
  }

  @ParameterizedTest
  @CsvSource({
    "HIKKOSHI_METRICS, statsd",
    "HIKKOSHI_METRICS_NAMESPACE, 'a:b'",
    "HIKKOSHI_METRICS_PORT, 0",
    "HIKKOSHI_METRICS_PORT, 65536"
  })
  void refusesWhatItDoesNotKnow(String variable, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MetricsSettings.from(Map.of(variable, value)))
        .withMessageStartingWith(variable + " is '" + value + "'; allowed: ");
  }
}
