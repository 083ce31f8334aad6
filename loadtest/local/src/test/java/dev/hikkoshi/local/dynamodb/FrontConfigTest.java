package dev.hikkoshi.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FrontConfigTest {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  @Test
  void hasDefaults() {
    assertThat(FrontConfig.defaults()).isEqualTo(new FrontConfig(0, 16, FIVE_MINUTES));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FrontConfig(65_536, 16, FIVE_MINUTES))
        .withMessageContaining("port is 65536, allowed are 0 to 65535");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FrontConfig(0, 0, FIVE_MINUTES))
        .withMessageContaining("maxExportShards is 0, allowed are 1 to 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrontConfig.defaults().withSignatureValidity(Duration.ofMillis(1_500)))
        .withMessageContaining(
            "signatureValidity is PT1.5S, allowed are whole seconds from PT1S to PT15M");
  }
}
