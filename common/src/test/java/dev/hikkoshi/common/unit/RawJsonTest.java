package dev.hikkoshi.common.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawJsonTest {
  @Test
  void isARangeOfItsBuffer() {
    var whole = RawJson.of("{\"ж\":\"😀\"}");
    var part = new RawJson(whole.buffer(), 1, whole.to() - 1);
    assertThat(part).hasToString("\"ж\":\"😀\"");
    assertThat(part.length()).isEqualTo(11);
    assertThat(part.buffer()).isSameAs(whole.buffer());
  }

  @Test
  void mayBeEmpty() {
    assertThat(new RawJson(new byte[3], 3, 3)).hasToString("");
  }

  @ParameterizedTest
  @CsvSource({"-1,2", "2,1", "0,4", "4,4"})
  void refusesRangesOutside(int from, int to) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RawJson(new byte[3], from, to))
        .withMessage(from + ".." + to + " is outside 0..3");
  }
}
