package dev.hikkoshi.bench.chaos;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Compares two tables with key `id` item by item in memory, with nothing of the program's own: no
/// digest, no ledger, no front.
///
/// @param lost items of the source that are missing at the destination or different there
/// @param extra items of the destination that the source does not have
record TableComparison(long lost, long extra) {
  private static final String KEY = "id";

  static TableComparison of(
      Iterable<Map<String, AttributeValue>> source,
      Iterable<Map<String, AttributeValue>> destination) {
    var unmatched = new HashMap<Object, Map<String, Object>>();
    for (Map<String, AttributeValue> item : source) {
      Map<String, Object> expected = plain(item);
      unmatched.put(key(expected), expected);
    }
    long extra = 0;
    long different = 0;
    for (Map<String, AttributeValue> item : destination) {
      Map<String, Object> found = plain(item);
      Map<String, Object> expected = unmatched.remove(key(found));
      if (expected == null) {
        extra++;
      } else if (!expected.equals(found)) {
        different++;
      }
    }
    return new TableComparison(unmatched.size() + different, extra);
  }

  private static Object key(Map<String, Object> item) {
    return Objects.requireNonNull(item.get(KEY), KEY);
  }

  private static Map<String, Object> plain(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, attribute -> plain(attribute.getValue())));
  }

  /// As values that are equal exactly if the attributes are, with their types.
  private static Object plain(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s();
      case N -> number(value.n());
      case B -> value.b();
      case BOOL -> value.bool();
      case NUL -> Optional.empty();
      case L -> value.l().stream().map(TableComparison::plain).toList();
      case M -> plain(value.m());
      case SS -> new HashSet<>(value.ss());
      case NS -> value.ns().stream().map(TableComparison::number).collect(Collectors.toSet());
      case BS -> new HashSet<>(value.bs());
      case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("unknown: " + value);
    };
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text).stripTrailingZeros();
  }
}
