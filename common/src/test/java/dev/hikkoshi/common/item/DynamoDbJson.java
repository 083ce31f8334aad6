package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Writes items as DynamoDB JSON: plainly, as an export does, or in another spelling of the same.
public final class DynamoDbJson {
  private final StringBuilder out = new StringBuilder();
  private final @Nullable RandomGenerator respelling;

  private DynamoDbJson(@Nullable RandomGenerator respelling) {
    this.respelling = respelling;
  }

  /// The item as an export has it, in its own order.
  public static String plain(Map<String, Value> item) {
    return new DynamoDbJson(null).item(item);
  }

  /// The same item with all that may vary chosen by chance: attribute and set order, white space,
  /// escapes, the spelling of numbers.
  public static String respelt(Map<String, Value> item, RandomGenerator random) {
    return new DynamoDbJson(random).item(item);
  }

  /// A line of a full export, without the line end.
  public static byte[] exportLine(Map<String, Value> item) {
    return ("{\"Item\":" + plain(item) + "}").getBytes(UTF_8);
  }

  private String item(Map<String, Value> item) {
    entries(item);
    return out.toString();
  }

  private void entries(Map<String, Value> entries) {
    list(
        '{',
        '}',
        entries.entrySet(),
        true,
        entry -> {
          string(entry.getKey());
          token(":");
          value(entry.getValue());
        });
  }

  private void value(Value value) {
    switch (value) {
      case Value.Text(String text) -> typed("S", () -> string(text));
      case Value.Numeric(String digits) -> typed("N", () -> number(digits));
      case Value.Binary(String bytes) -> typed("B", () -> binary(bytes));
      case Value.Bool(boolean truth) -> typed("BOOL", () -> token(truth ? "true" : "false"));
      case Value.Null() -> typed("NULL", () -> token("true"));
      case Value.Members(String type, List<String> members) ->
          typed(type, () -> list('[', ']', members, true, member -> member(type, member)));
      case Value.Elements(List<Value> elements) ->
          typed("L", () -> list('[', ']', elements, false, this::value));
      case Value.Entries(Map<String, Value> entries) -> typed("M", () -> entries(entries));
    }
  }

  private void member(String type, String member) {
    switch (type) {
      case "SS" -> string(member);
      case "NS" -> number(member);
      default -> binary(member);
    }
  }

  private void typed(String type, Runnable body) {
    token("{");
    string(type);
    token(":");
    body.run();
    token("}");
  }

  private <T> void list(
      char open, char close, Iterable<T> parts, boolean unordered, Consumer<T> write) {
    List<T> order = new ArrayList<>();
    parts.forEach(order::add);
    if (unordered && respelling != null) {
      Collections.shuffle(order, Random.from(respelling));
    }
    token(String.valueOf(open));
    for (int i = 0; i < order.size(); i++) {
      if (i > 0) {
        token(",");
      }
      write.accept(order.get(i));
    }
    token(String.valueOf(close));
  }

  private void binary(String bytes) {
    string(Base64.getEncoder().encodeToString(bytes.getBytes(ISO_8859_1)));
  }

  private void number(String digits) {
    string(respelling == null ? digits : respell(digits, respelling));
  }

  /// Another spelling of the same number.
  static String respell(String number, RandomGenerator random) {
    boolean negative = number.startsWith("-");
    String unsigned = negative ? number.substring(1) : number;
    int e = unsigned.indexOf('E');
    String mantissa = e < 0 ? unsigned : unsigned.substring(0, e);
    long exponent = e < 0 ? 0 : Long.parseLong(unsigned.substring(e + 1));
    if (random.nextBoolean()) {
      int point = mantissa.indexOf('.');
      exponent -= point < 0 ? 0 : mantissa.length() - point - 1;
      mantissa = mantissa.replace(".", "");
      int zeros = random.nextInt(4);
      mantissa = "0".repeat(random.nextInt(3)) + mantissa + "0".repeat(zeros);
      exponent -= zeros;
    }
    if (mantissa.indexOf('.') < 0 && random.nextBoolean()) {
      int at = 1 + random.nextInt(mantissa.length());
      exponent += mantissa.length() - at;
      mantissa = mantissa.substring(0, at) + "." + mantissa.substring(at) + "0";
    }
    boolean noExponent = exponent == 0 && random.nextBoolean();
    String plus = exponent >= 0 && random.nextBoolean() ? "+" : "";
    return (negative ? "-" : random.nextInt(4) == 0 ? "+" : "")
        + mantissa
        + (noExponent ? "" : (random.nextBoolean() ? "e" : "E") + plus + exponent);
  }

  private void string(String text) {
    if (respelling == null) {
      out.append('"');
      text.chars().forEach(c -> out.append(plainChar((char) c)));
    } else {
      space(respelling);
      out.append('"');
      text.codePoints().forEach(codePoint -> out.append(respelt(codePoint, respelling)));
    }
    out.append('"');
  }

  private static String plainChar(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      default -> c < ' ' ? unicode(c, true) : String.valueOf(c);
    };
  }

  private static String respelt(int codePoint, RandomGenerator random) {
    String character = Character.toString(codePoint);
    StringBuilder spelt = new StringBuilder();
    boolean escaped = random.nextInt(4) == 0; // a surrogate pair whole or not at all
    for (int i = 0; i < character.length(); i++) {
      char c = character.charAt(i);
      spelt.append(escaped ? unicode(c, random.nextBoolean()) : plainChar(c));
    }
    return codePoint == '/' && random.nextBoolean() ? "\\/" : spelt.toString();
  }

  private static String unicode(char c, boolean upperCase) {
    return "\\u" + String.format(upperCase ? "%04X" : "%04x", (int) c);
  }

  private void token(String token) {
    if (respelling != null) {
      space(respelling);
    }
    out.append(token);
  }

  private void space(RandomGenerator random) {
    if (random.nextInt(4) == 0) {
      out.append(" \n\r\t".charAt(random.nextInt(4)));
    }
  }
}
