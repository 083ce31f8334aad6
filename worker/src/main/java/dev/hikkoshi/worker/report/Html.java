package dev.hikkoshi.worker.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Text and numbers as they may stand in a page, whatever they are: nothing that is given ends an
/// element, an attribute or a script.
final class Html {
  private Html() {}

  /// As text of an element. What a browser would hide, or show in another order, is spelt out.
  static String text(String value) {
    var escaped = new StringBuilder(value.length() + 16);
    value
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            default -> {
              if (isHidden(c)) {
                escaped.append(String.format(Locale.ROOT, "\\u{%x}", c));
              } else {
                escaped.appendCodePoint(c);
              }
            }
          }
        });
    return escaped.toString();
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> true;
      default -> false;
    };
  }

  /// As a JSON string inside a script element.
  static String json(String value) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /// As a JSON array; what is no number is null.
  static String json(List<Double> values) {
    return values.stream()
        .map(value -> Double.isFinite(value) ? number(value) : "null")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
