package dev.hikkoshi.producer.export;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.hikkoshi.common.item.Value;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes items as Ion text: plainly, as AWS does, or in another spelling of the same.
final class IonText {
  private static final Pattern IDENTIFIER =
      Pattern.compile("(?!(true|false|null|nan)$)[A-Za-z_][A-Za-z0-9_]*");
  private static final String[] NULLS = {"null", "null.null", "null.string", "null.list"};

  private final StringBuilder out = new StringBuilder();
  private final @Nullable RandomGenerator respelling;

  private IonText(@Nullable RandomGenerator respelling) {
    this.respelling = respelling;
  }

  /// A line of a full export.
  static String fullLine(Map<String, Value> item) {
    return " $ion_1_0 {Item:" + plain(item) + "}";
  }

  static String plain(Map<String, Value> item) {
    var text = new IonText(null);
    text.struct(item);
    return text.out.toString();
  }

  static String respelt(Map<String, Value> item, RandomGenerator random) {
    var text = new IonText(random);
    text.struct(item);
    return text.out.toString();
  }

  private void struct(Map<String, Value> entries) {
    list(
        '{',
        '}',
        entries.entrySet(),
        entry -> {
          name(entry.getKey());
          space();
          out.append(':');
          space();
          value(entry.getValue());
        });
  }

  private void value(Value value) {
    switch (value) {
      case Value.Text(String text) -> string(text);
      case Value.Numeric(String digits) -> number(digits);
      case Value.Binary(String bytes) -> blob(bytes);
      case Value.Bool(boolean truth) -> out.append(truth);
      case Value.Null() -> out.append(respelling == null ? "null" : NULLS[respelling.nextInt(4)]);
      case Value.Members(String type, List<String> members) -> {
        out.append("$dynamodb_").append(type).append("::");
        list('[', ']', members, member -> member(type, member));
      }
      case Value.Elements(List<Value> elements) -> list('[', ']', elements, this::value);
      case Value.Entries(Map<String, Value> entries) -> struct(entries);
    }
  }

  private void member(String type, String member) {
    switch (type) {
      case "SS" -> string(member);
      case "NS" -> number(member);
      default -> blob(member);
    }
  }

  private <T> void list(char open, char close, Collection<T> parts, Consumer<T> write) {
    out.append(open);
    String comma = "";
    for (T part : parts) {
      out.append(comma);
      space();
      write.accept(part);
      space();
      comma = ",";
    }
    if (respelling != null && !parts.isEmpty() && respelling.nextInt(8) == 0) {
      out.append(',');
    }
    out.append(close);
  }

  private void name(String name) {
    int spelling = respelling == null ? 0 : respelling.nextInt(4);
    if (spelling == 1) {
      string(name);
    } else if (IDENTIFIER.matcher(name).matches() && spelling != 2) {
      out.append(name);
    } else {
      quoted("'", name);
    }
  }

  private void string(String text) {
    boolean isLong = respelling != null && respelling.nextInt(4) == 0;
    if (isLong) {
      int half = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
      quoted("'''", text.substring(0, half));
      space();
      quoted("'''", text.substring(half));
    } else {
      quoted("\"", text);
    }
  }

  private void quoted(String quote, String text) {
    out.append(quote);
    text.codePoints().forEach(codePoint -> character(codePoint, quote.charAt(0)));
    out.append(quote);
  }

  private void character(int c, char quote) {
    if (c == quote || c == '\\') {
      out.append('\\').append((char) c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (c == '\0') {
      out.append("\\0");
    } else if (c < ' ' || c == 0x7f || (respelling != null && respelling.nextInt(5) == 0)) {
      boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      out.append(
          c > 0xFFFF
              ? "\\U%08X".formatted(c)
              : c > 0xFF || surrogate ? "\\u%04x".formatted(c) : "\\x%02x".formatted(c));
    } else {
      out.appendCodePoint(c);
    }
  }

  private void number(String digits) {
    boolean isInt = digits.matches("-?\\d+");
    out.append(digits.replace('E', 'd'));
    if (isInt && (respelling == null || respelling.nextBoolean())) {
      out.append(respelling != null && respelling.nextBoolean() ? "d0" : ".");
    }
  }

  private void blob(String bytes) {
    out.append("{{");
    space();
    out.append(Base64.getEncoder().encodeToString(bytes.getBytes(ISO_8859_1)));
    space();
    out.append("}}");
  }

  private void space() {
    if (respelling != null && respelling.nextInt(6) == 0) {
      out.append(respelling.nextBoolean() ? " " : "\t");
    }
  }
}
