package dev.hikkoshi.common.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanSegmentTest {
  @ParameterizedTest
  @CsvSource({"0,1", "7,8", "999999,1000000"})
  void isOneOfSomeSegments(int segment, int of) {
    assertThat(new ScanSegment("users", segment, of)).extracting(ScanSegment::of).isEqualTo(of);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "-1,1", "1,1", "8,8", "0,1000001", "0,-1"})
  void refusesSegmentsDynamoDbDoesNotHave(int segment, int of) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScanSegment("users", segment, of))
        .withMessage("segment " + segment + " of " + of);
  }
}
