package dev.hikkoshi.bench.acceptance;

import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What a value means, told independently of the program's own canonical form: numbers in no
/// spelling, sets in no order.
final class Meaning {
  private Meaning() {}

  static Object of(AttributeValue value) {
    return switch (value.type()) {
      case N -> number(value.n());
      case SS -> Set.copyOf(value.ss());
      case NS -> value.ns().stream().map(Meaning::number).collect(Collectors.toSet());
      case BS -> Set.copyOf(value.bs());
      case L -> value.l().stream().map(Meaning::of).toList();
      case M -> {
        var entries = new TreeMap<String, Object>();
        value.m().forEach((name, each) -> entries.put(name, of(each)));
        yield entries;
      }
      case S, B, BOOL, NUL, UNKNOWN_TO_SDK_VERSION -> value;
    };
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text).stripTrailingZeros();
  }
}
