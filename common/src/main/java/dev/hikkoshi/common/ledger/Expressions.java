package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.ledger.RowCondition.Absent;
import dev.hikkoshi.common.ledger.RowCondition.Below;
import dev.hikkoshi.common.ledger.RowCondition.Exists;
import dev.hikkoshi.common.ledger.RowCondition.Is;
import dev.hikkoshi.common.ledger.RowCondition.IsNot;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An update as DynamoDB expressions, in which every attribute is written `#name` and every value
/// `:name`, so that no reserved word matters.
record Expressions(
    String update,
    String condition,
    Map<String, String> names,
    Map<String, AttributeValue> values) {
  private static final String COMPARED = ":compared";

  static Expressions of(RowUpdate update) {
    var names = new HashMap<String, String>();
    var values = new HashMap<String, AttributeValue>();
    Stream.of(update.set(), update.setIfAbsent(), update.add())
        .flatMap(row -> row.attributes().entrySet().stream())
        .forEach(attribute -> {
          names.put("#" + attribute.getKey(), attribute.getKey());
          values.put(":" + attribute.getKey(), attribute.getValue());
        });
    String condition = condition(update.condition(), names, values);
    return new Expressions(clauses(update), condition, names, values);
  }

  static Expressions of(RowCondition condition) {
    var names = new HashMap<String, String>();
    var values = new HashMap<String, AttributeValue>();
    return new Expressions("", condition(condition, names, values), names, values);
  }

  private static String clauses(RowUpdate update) {
    String set = list(update.set(), name -> "#" + name + " = :" + name);
    String setIfAbsent =
        list(
            update.setIfAbsent(),
            name -> "#" + name + " = if_not_exists(#" + name + ", :" + name + ")");
    String add = list(update.add(), name -> "#" + name + " :" + name);
    String sets =
        Stream.of(set, setIfAbsent)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "));
    return (sets.isEmpty() ? "" : "SET " + sets) + (add.isEmpty() ? "" : " ADD " + add);
  }

  private static String list(Row row, UnaryOperator<String> clause) {
    return row.attributes().keySet().stream()
        .sorted()
        .map(clause)
        .collect(Collectors.joining(", "));
  }

  private static String condition(
      RowCondition condition, Map<String, String> names, Map<String, AttributeValue> values) {
    return switch (condition) {
      case Exists _ -> "attribute_exists(pk)";
      case Absent(String name) -> {
        names.put("#" + name, name);
        yield "attribute_not_exists(#" + name + ")";
      }
      case Is(String name, AttributeValue value) -> comparison(name, "=", value, names, values);
      case IsNot(String name, AttributeValue value) -> comparison(name, "<>", value, names, values);
      case Below(String name, AttributeValue value) -> comparison(name, "<", value, names, values);
    };
  }

  private static String comparison(
      String name,
      String operator,
      AttributeValue value,
      Map<String, String> names,
      Map<String, AttributeValue> values) {
    names.put("#" + name, name);
    values.put(COMPARED, value);
    return "#" + name + " " + operator + " " + COMPARED;
  }
}
