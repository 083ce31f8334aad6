package dev.hikkoshi.common.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// One ledger row as a map of attributes, with the few types the ledger uses.
public final class Row {
  /// The name of the partition key.
  public static final String PARTITION = "pk";

  /// The name of the sort key.
  public static final String SORT = "sk";

  private static final int DIGITS = 3;

  private final Map<String, AttributeValue> attributes;

  public Row(Map<String, AttributeValue> attributes) {
    this.attributes = attributes;
  }

  public Row() {
    this(new HashMap<>());
  }

  public Row(String partition, String sort) {
    this();
    text(PARTITION, partition).text(SORT, sort);
  }

  static Map<String, AttributeValue> key(String partition, String sort) {
    return new Row(partition, sort).attributes();
  }

  /// As DynamoDB has them.
  public Map<String, AttributeValue> attributes() {
    return attributes;
  }

  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  public Row text(String name, String value) {
    attributes.put(name, AttributeValue.fromS(value));
    return this;
  }

  public Row number(String name, Number value) {
    attributes.put(name, AttributeValue.fromN(value.toString()));
    return this;
  }

  Row bytes(String name, byte[] value) {
    attributes.put(name, AttributeValue.fromB(SdkBytes.fromByteArray(value)));
    return this;
  }

  Row texts(String name, List<String> values) {
    attributes.put(name, AttributeValue.fromL(values.stream().map(AttributeValue::fromS).toList()));
    return this;
  }

  /// Numbers to three digits after the point.
  Row numbers(String name, double[] values) {
    attributes.put(
        name,
        AttributeValue.fromL(
            Arrays.stream(values)
                .mapToObj(value -> AttributeValue.fromN(rounded(value)))
                .toList()));
    return this;
  }

  private static String rounded(double value) {
    return BigDecimal.valueOf(value)
        .setScale(DIGITS, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  Row rows(String name, List<Row> values) {
    attributes.put(
        name,
        AttributeValue.fromL(
            values.stream().map(row -> AttributeValue.fromM(row.attributes)).toList()));
    return this;
  }

  public String text(String name) {
    return value(name).s();
  }

  public long number(String name) {
    return has(name) ? Long.parseLong(value(name).n()) : 0;
  }

  double decimal(String name) {
    return has(name) ? Double.parseDouble(value(name).n()) : 0;
  }

  byte[] bytes(String name) {
    return value(name).b().asByteArray();
  }

  List<String> texts(String name) {
    return value(name).l().stream().map(AttributeValue::s).toList();
  }

  double[] numbers(String name) {
    return value(name).l().stream().mapToDouble(value -> Double.parseDouble(value.n())).toArray();
  }

  List<Row> rows(String name) {
    return value(name).l().stream().map(value -> new Row(value.m())).toList();
  }

  private AttributeValue value(String name) {
    @Nullable AttributeValue value = attributes.get(name);
    if (value == null) {
      throw new IllegalStateException(
          "ledger row "
              + attributes.get(PARTITION)
              + "/"
              + attributes.get(SORT)
              + " has no '"
              + name
              + "'");
    }
    return value;
  }

  @Override
  public String toString() {
    return attributes.toString();
  }
}
