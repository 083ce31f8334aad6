package dev.hikkoshi.common.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// DynamoDB expressions in which every attribute is written `#name` and every value `:name`, so
/// that no reserved word matters.
final class Expressions {
  private static final Pattern NAME = Pattern.compile("#([a-zA-Z]+)");

  private Expressions() {}

  static Map<String, String> names(String expressions) {
    var names = new HashMap<String, String>();
    NAME.matcher(expressions).results().forEach(match -> names.put(match.group(), match.group(1)));
    return names;
  }

  static Map<String, AttributeValue> values(Row row) {
    var values = new HashMap<String, AttributeValue>();
    row.attributes().forEach((name, value) -> values.put(":" + name, value));
    return values;
  }
}
