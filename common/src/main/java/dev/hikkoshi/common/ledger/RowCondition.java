package dev.hikkoshi.common.ledger;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What must hold of a row for an update to take effect. An attribute that is not there differs
/// from every value and is below none.
public sealed interface RowCondition {
  /// The row is there.
  record Exists() implements RowCondition {}

  /// The attribute is not there.
  record Absent(String name) implements RowCondition {}

  /// The attribute has the value.
  record Is(String name, AttributeValue value) implements RowCondition {}

  /// The attribute has another value, or none.
  record IsNot(String name, AttributeValue value) implements RowCondition {}

  /// The attribute is a number below the value.
  record Below(String name, AttributeValue value) implements RowCondition {}

  static RowCondition exists() {
    return new Exists();
  }

  static RowCondition absent(String name) {
    return new Absent(name);
  }

  static RowCondition is(String name, Number value) {
    return new Is(name, AttributeValue.fromN(value.toString()));
  }

  static RowCondition isNot(String name, String value) {
    return new IsNot(name, AttributeValue.fromS(value));
  }

  static RowCondition below(String name, Number value) {
    return new Below(name, AttributeValue.fromN(value.toString()));
  }
}
