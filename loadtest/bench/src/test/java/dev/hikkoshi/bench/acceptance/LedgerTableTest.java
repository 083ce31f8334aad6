package dev.hikkoshi.bench.acceptance;

import static dev.hikkoshi.common.ledger.RowCondition.absent;
import static dev.hikkoshi.common.ledger.RowCondition.below;
import static dev.hikkoshi.common.ledger.RowCondition.is;
import static dev.hikkoshi.common.ledger.RowCondition.isNot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.bench.virtual.MemoryLedgerTable;
import dev.hikkoshi.common.ledger.LedgerTable;
import dev.hikkoshi.common.ledger.Row;
import dev.hikkoshi.common.ledger.RowUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the ledger relies on, of DynamoDB and of the table that stands in for it in simulations.
class LedgerTableTest {
  private final String partition = UUID.randomUUID().toString();

  static Stream<LedgerTable> tables() {
    var dynamoDb = LedgerTable.dynamoDb(Cloud.get().dynamoDb(), Cloud.named("ledger-table-test"));
    if (!dynamoDb.exists()) {
      dynamoDb.create();
    }
    return Stream.of(dynamoDb, new MemoryLedgerTable());
  }

  private static Row n(long value) {
    return new Row().number("n", value);
  }

  private boolean update(LedgerTable table, RowUpdate update) {
    return table.update(partition, "row", update);
  }

  private long number(LedgerTable table) {
    return table.get(partition, "row").orElseThrow().number("n");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void aRowIsPutOnceOrReplaced(LedgerTable table) {
    assertThat(table.get(partition, "row")).isEmpty();
    assertThat(table.putIfAbsent(new Row(partition, "row").number("n", 1))).isTrue();
    assertThat(table.putIfAbsent(new Row(partition, "row").number("n", 2))).isFalse();
    assertThat(number(table)).isEqualTo(1);
    table.put(new Row(partition, "row").number("n", 3));
    assertThat(number(table)).isEqualTo(3);
    table.delete(partition, "row");
    table.delete(partition, "row");
    assertThat(table.get(partition, "row")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void onlyARowThatIsThereIsSet(LedgerTable table) {
    assertThat(update(table, RowUpdate.set(n(1)))).isFalse();
    assertThat(table.get(partition, "row")).isEmpty();
    table.put(new Row(partition, "row").text("other", "kept"));
    assertThat(update(table, RowUpdate.set(n(1)))).isTrue();
    assertThat(number(table)).isEqualTo(1);
    assertThat(table.get(partition, "row").orElseThrow().text("other")).isEqualTo("kept");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void anUpdateAddsAndSetsOnceUnlessTheAttributeIsThere(LedgerTable table) {
    RowUpdate add =
        RowUpdate.set(new Row().text("last", "a"))
            .setIfAbsent(new Row().text("first", "a"))
            .add(new Row().number("n", 2).number("half", 0.5))
            .when(absent("settled"));
    RowUpdate again =
        RowUpdate.set(new Row().text("last", "b").text("settled", "now"))
            .setIfAbsent(new Row().text("first", "b"))
            .add(new Row().number("n", 3).number("half", 1.25))
            .when(absent("settled"));
    assertThat(update(table, add)).isTrue();
    assertThat(update(table, again)).isTrue();
    assertThat(update(table, again)).isFalse();
    Row row = table.get(partition, "row").orElseThrow();
    assertThat(row.number("n")).isEqualTo(5);
    assertThat(row.attributes().get("half").n()).isEqualTo("1.75");
    assertThat(row.text("first")).isEqualTo("a");
    assertThat(row.text("last")).isEqualTo("b");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void whatIsNotThereDiffersFromEverythingAndIsBelowNothing(LedgerTable table) {
    assertThat(update(table, RowUpdate.set(n(1)).when(is("n", 1)))).isFalse();
    assertThat(update(table, RowUpdate.set(n(1)).when(below("n", 9)))).isFalse();
    assertThat(table.get(partition, "row")).isEmpty();
    assertThat(update(table, RowUpdate.set(n(1)).when(isNot("state", "closed")))).isTrue();
    assertThat(number(table)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void valuesAreCompared(LedgerTable table) {
    table.put(new Row(partition, "row").text("state", "closed").number("n", 9));
    assertThat(update(table, RowUpdate.set(n(1)).when(isNot("state", "closed")))).isFalse();
    assertThat(update(table, RowUpdate.set(n(1)).when(is("n", 8)))).isFalse();
    assertThat(update(table, RowUpdate.set(n(1)).when(below("n", 9)))).isFalse();
    assertThat(update(table, RowUpdate.set(n(10)).when(below("n", 10)))).isTrue();
    assertThat(update(table, RowUpdate.set(n(11)).when(is("n", 10)))).isTrue();
    assertThat(update(table, RowUpdate.set(n(12)).when(isNot("state", "open")))).isTrue();
    assertThat(number(table)).isEqualTo(12);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void rowsAreReadByPrefixInOrder(LedgerTable table) {
    for (String sort : List.of("b#2", "a", "b#10", "c", "b")) {
      table.put(new Row(partition, sort));
    }
    table.put(new Row(partition + "x", "b#3"));
    assertThat(sorts(table, "b#")).containsExactly("b#10", "b#2");
    assertThat(sorts(table, "")).containsExactly("a", "b", "b#10", "b#2", "c");
    table.deleteAll(partition);
    assertThat(sorts(table, "")).isEmpty();
  }

  private List<String> sorts(LedgerTable table, String prefix) {
    var sorts = new ArrayList<String>();
    table.query(partition, prefix, row -> sorts.add(row.text(Row.SORT)));
    return sorts;
  }
}
