package dev.hikkoshi.bench.virtual;

import dev.hikkoshi.common.ledger.LedgerTable;
import dev.hikkoshi.common.ledger.Row;
import dev.hikkoshi.common.ledger.RowCondition;
import dev.hikkoshi.common.ledger.RowUpdate;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A ledger's table in memory, with DynamoDB's rules for conditions and updates. Thread-safe.
public final class MemoryLedgerTable implements LedgerTable {
  private final Map<String, TreeMap<String, Row>> partitions = new HashMap<>();

  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public void create() {
    // there from the beginning
  }

  @Override
  public synchronized Optional<Row> get(String partition, String sort) {
    return Optional.ofNullable(rows(partition).get(sort)).map(MemoryLedgerTable::copy);
  }

  @Override
  public synchronized void put(Row row) {
    rows(row.text(Row.PARTITION)).put(row.text(Row.SORT), copy(row));
  }

  @Override
  public synchronized boolean putIfAbsent(Row row) {
    return rows(row.text(Row.PARTITION)).putIfAbsent(row.text(Row.SORT), copy(row)) == null;
  }

  @Override
  public synchronized boolean update(String partition, String sort, RowUpdate update) {
    Row before = rows(partition).get(sort);
    if (!holds(update.condition(), before == null ? Map.of() : before.attributes())) {
      return false;
    }
    var after = before == null ? new Row(partition, sort) : copy(before);
    var attributes = after.attributes();
    attributes.putAll(update.set().attributes());
    update.setIfAbsent().attributes().forEach(attributes::putIfAbsent);
    update
        .add()
        .attributes()
        .forEach((name, value) -> attributes.merge(name, value, MemoryLedgerTable::sum));
    rows(partition).put(sort, after);
    return true;
  }

  private static boolean holds(RowCondition condition, Map<String, AttributeValue> row) {
    return switch (condition) {
      case RowCondition.Exists _ -> !row.isEmpty();
      case RowCondition.Absent(String name) -> !row.containsKey(name);
      case RowCondition.Is(String name, AttributeValue value) -> value.equals(row.get(name));
      case RowCondition.IsNot(String name, AttributeValue value) -> !value.equals(row.get(name));
      case RowCondition.Below(String name, AttributeValue value) ->
          row.containsKey(name)
              && number(row.getOrDefault(name, value)).compareTo(number(value)) < 0;
    };
  }

  private static AttributeValue sum(AttributeValue a, AttributeValue b) {
    return AttributeValue.fromN(number(a).add(number(b)).toPlainString());
  }

  private static BigDecimal number(AttributeValue value) {
    return new BigDecimal(value.n());
  }

  @Override
  public void query(String partition, String sortPrefix, Consumer<Row> rows) {
    found(partition, sortPrefix).forEach(rows);
  }

  private synchronized List<Row> found(String partition, String sortPrefix) {
    return rows(partition).subMap(sortPrefix, sortPrefix + Character.MAX_VALUE).values().stream()
        .map(MemoryLedgerTable::copy)
        .toList();
  }

  @Override
  public synchronized void deleteIf(String partition, String sort, RowCondition condition) {
    Row row = rows(partition).get(sort);
    if (row != null && holds(condition, row.attributes())) {
      rows(partition).remove(sort);
    }
  }

  @Override
  public synchronized void delete(String partition, String sort) {
    rows(partition).remove(sort);
  }

  private SortedMap<String, Row> rows(String partition) {
    return partitions.computeIfAbsent(partition, _ -> new TreeMap<>());
  }

  private static Row copy(Row row) {
    return new Row(new HashMap<>(row.attributes()));
  }
}
