package dev.hikkoshi.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TableComparisonTest {
  private static final Map<String, AttributeValue> ONE =
      item("one", AttributeValue.fromSs(List.of("a", "b")));
  private static final Map<String, AttributeValue> TWO =
      item("two", AttributeValue.fromNs(List.of("1", "2.50")));

  @Test
  void takesItemsAndSetsInAnyOrderAndNumbersInAnyForm() {
    var oneAgain = item("one", AttributeValue.fromSs(List.of("b", "a")));
    var twoAgain = item("two", AttributeValue.fromNs(List.of("2.5", "1E0")));
    assertThat(TableComparison.of(List.of(ONE, TWO), List.of(twoAgain, oneAgain)))
        .isEqualTo(new TableComparison(0, 0));
  }

  @Test
  void countsWhatIsMissingAndWhatIsExtra() {
    assertThat(TableComparison.of(List.of(ONE, TWO), List.of(ONE)))
        .isEqualTo(new TableComparison(1, 0));
    assertThat(TableComparison.of(List.of(ONE), List.of(ONE, TWO)))
        .isEqualTo(new TableComparison(0, 1));
  }

  @ParameterizedTest
  @MethodSource("others")
  void seesEveryDifference(AttributeValue value, AttributeValue other) {
    assertThat(TableComparison.of(List.of(item("one", value)), List.of(item("one", other))))
        .isEqualTo(new TableComparison(1, 0));
  }

  static List<Arguments> others() {
    return List.of(
        Arguments.of(AttributeValue.fromS("1"), AttributeValue.fromN("1")),
        Arguments.of(AttributeValue.fromS(""), AttributeValue.fromB(SdkBytes.fromUtf8String(""))),
        Arguments.of(AttributeValue.fromNul(true), AttributeValue.fromL(List.of())),
        Arguments.of(AttributeValue.fromBool(true), AttributeValue.fromBool(false)),
        Arguments.of(
            AttributeValue.fromL(List.of(AttributeValue.fromS("a"))),
            AttributeValue.fromSs(List.of("a"))),
        Arguments.of(
            AttributeValue.fromM(Map.of("a", AttributeValue.fromN("1"))),
            AttributeValue.fromM(Map.of("a", AttributeValue.fromN("2")))));
  }

  private static Map<String, AttributeValue> item(String id, AttributeValue value) {
    return Map.of("id", AttributeValue.fromS(id), "value", value);
  }
}
