package dev.hikkoshi.common.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"s/0", "s00000/12", "v1/999999999", "-/1"})
  void isItsOwnText(String text) {
    assertThat(UnitId.parse(text)).hasToString(text);
  }

  @Test
  void leadingZerosAreTheSameUnit() {
    assertThat(UnitId.parse("s/007")).isEqualTo(new UnitId("s", 7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "s",
        "s/",
        "/0",
        "s/ 1",
        "s/+1",
        "s/-1",
        "s/1/2",
        "s/1000000000",
        "s/\u0661",
        "S/1",
        "s s/1",
        "s\n/1",
        "s/1\n",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/0"
      })
  void refusesAnythingElse(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UnitId.parse(text))
        .withMessageStartingWith("not a unit id");
  }

  @Test
  void sortsBySplitThenByNumber() {
    assertThat(Stream.of("s2/1", "s1/10", "s1/9", "s2/0").map(UnitId::parse).sorted())
        .extracting(UnitId::toString)
        .containsExactly("s1/9", "s1/10", "s2/0", "s2/1");
  }
}
