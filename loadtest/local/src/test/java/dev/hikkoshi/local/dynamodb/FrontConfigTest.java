package dev.hikkoshi.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FrontConfigTest {
  @Test
  void hasDefaults() {
    assertThat(FrontConfig.defaults()).isEqualTo(new FrontConfig(0, 16));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FrontConfig(65_536, 16))
        .withMessageContaining("port is 65536, allowed are 0 to 65535");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FrontConfig(0, 0))
        .withMessageContaining("maxExportShards is 0, allowed are 1 to 1000");
  }
}
