package dev.hikkoshi.common.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
  private final JsonCursor cursor = new JsonCursor();

  @Test
  void readsAMessageInPlace() throws Exception {
    byte[] buffer =
        utf8(
            "..{\"v\":1, \"unit\" : \"a/1\",\"put\":[{\"id\":{\"S\":\"x\"}} ,{}],\"on\":true,\"no\":null}..");
    cursor.reset(buffer, 2, buffer.length - 2).enterObject();
    List<String> read = new ArrayList<>();
    while (cursor.nextField()) {
      String name = cursor.textAsString();
      switch (name) {
        case "v" -> read.add("v=" + cursor.readLong());
        case "unit" -> read.add("unit=" + cursor.readString());
        case "put" -> {
          cursor.enterArray();
          while (cursor.nextElement()) {
            cursor.skipValue();
            read.add(valueAsItStands(buffer));
          }
        }
        case "on" -> read.add("on=" + cursor.readBoolean());
        default -> {
          cursor.readNull();
          read.add(name);
        }
      }
    }
    cursor.end();
    assertThat(read)
        .containsExactly("v=1", "unit=a/1", "{\"id\":{\"S\":\"x\"}}", "{}", "on=true", "no");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "plain"                     | plain
          ""                          | ~~
          "\\"\\\\\\/"                | "\\/
          "\\u0041\\u00e9\\u5f15"     | Aé引
          "x\\uD83d\\uDE00y"          | x😀y
          "long enough for words é 引 😀, and on" | long enough for words é 引 😀, and on
          "a\\u0062c defghijklmnop\\u0071rst" | abc defghijklmnopqrst
          """)
  void decodesStrings(String json, String expected) throws Exception {
    assertThat(reset(utf8(json)).readString()).isEqualTo(expected);
    cursor.end();
    assertThat(cursor.textIs(utf8(expected))).isTrue();
    assertThat(cursor.textIs(utf8(expected + "x"))).isFalse();
  }

  @Test
  void doesNotCopyStringsWithoutEscapes() throws Exception {
    byte[] json = utf8("\"é\"");
    reset(json).readText();
    assertThat(cursor.textBytes()).isSameAs(json);
    assertThat(cursor.textFrom()).isEqualTo(1);
    assertThat(cursor.textLength()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "True",
        "+1",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "'a'",
        "\"a",
        "\"",
        "\"\\",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800x\"",
        "\"\\ud800\\n\"",
        "\"\\ud800\\u0041\"",
        "\"\\ud800\\ud800\"",
        "\"\\udc00\\udc00\"",
        "\"\t\"",
        "\"12345678\n\"",
        "\"\u0000\"",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{1:1}",
        "{\"a\" 1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1]",
        "1 1",
        "{} {}",
        "[]]",
        "\"a\"x",
        "\ufeff1",
        "\u00a01",
        "/**/1",
        "true false",
        "[[],{}",
        "{\"a\":{}"
      })
  void refusesWhatIsNotJson(String text) {
    byte[] json = utf8(text);
    assertThatThrownBy(() -> skipAll(json)).isInstanceOf(MalformedJsonException.class);
    assertThatThrownBy(() -> walk(reset(json))).isInstanceOf(MalformedJsonException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "10",
        "-1.5e+10",
        "0.0",
        "1E-2",
        "true",
        "false",
        "null",
        "\"\"",
        "[]",
        "{}",
        " [ ] ",
        "\t{\r\n} ",
        "[1,\"2\",[3],{\"4\":5},true]",
        "{\"a\":[],\"a\":{\"b\":null}}",
        "\"\u007f\"",
        "\"\\u0000\"",
        "[[[[[[[[]]]]]]]]",
        "[{\"a\":1},[1]]"
      })
  void acceptsJson(String text) throws Exception {
    skipAll(utf8(text));
    assertThat(cursor.valueTo()).isEqualTo(text.stripTrailing().length());
    walk(reset(utf8(text)));
    assertThat(cursor.position()).isEqualTo(text.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080",
        "\u00c0\u0080",
        "\u00c1\u00bf",
        "\u00c3",
        "\u00c3x",
        "\u00e0\u009f\u00bf",
        "\u00ed\u00a0\u0080",
        "\u00ed\u00bf\u00bf",
        "\u00ef\u00bf",
        "\u00f0\u008f\u00bf\u00bf",
        "\u00f4\u0090\u0080\u0080",
        "\u00f5\u0080\u0080\u0080",
        "\u00ff",
        "plain text, then \u00fe"
      })
  void refusesInvalidUtf8(String latin1) {
    for (String prefix : new String[] {"", "\\n"}) {
      byte[] json = ("\"" + prefix + latin1 + "\"").getBytes(ISO_8859_1);
      assertThatThrownBy(() -> skipAll(json))
          .isInstanceOf(MalformedJsonException.class)
          .hasMessageContaining("UTF-8");
      assertThatThrownBy(() -> reset(json).readText()).isInstanceOf(MalformedJsonException.class);
    }
  }

  @Test
  void refusesTextNestedTooDeepWithoutOverflowing() throws Exception {
    byte[] hostile = utf8("[".repeat(10_000) + "]".repeat(10_000));
    assertThatThrownBy(() -> skipAll(hostile))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessage("nested deeper than 128 levels at byte 128");
    assertThatThrownBy(() -> walk(reset(hostile)))
        .hasMessage("nested deeper than 128 levels at byte 128");
    skipAll(utf8("[".repeat(128) + "]".repeat(128)));
    walk(reset(utf8("[".repeat(128) + "]".repeat(128))));
  }

  @Test
  void countsTheLevelsOutsideASkippedValue() throws Exception {
    var shallow = new JsonCursor(3);
    byte[] json = utf8("[[[[]]]]");
    shallow.reset(json, 0, json.length).enterArray();
    assertThat(shallow.nextElement()).isTrue();
    assertThatThrownBy(shallow::skipValue).hasMessage("nested deeper than 3 levels at byte 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"S\":1}",
        "{\"S\": 1 , \"N\":2}",
        "{ \"S\":1}",
        "{\"S\" :1}",
        "{\"s\":1}",
        "{\"é\":1}",
        "{\"\\\"\":1}",
        "{\"\":1}",
        "{\"SS\":1}",
        "{}",
        "{\"S\"",
        "{\"S\":",
        "{\"S\";1}",
        "{S:1}",
        "[\"S\"]",
        ""
      })
  void entersAFieldInOneStepAsInTwo(String json) {
    assertThat(steps(json, JsonCursor::enterField))
        .isEqualTo(
            steps(
                json,
                cursor -> {
                  cursor.enterObject();
                  return cursor.nextField();
                }));
  }

  @Test
  void countsLevelsEnteredInOneStep() throws Exception {
    byte[] json = "{\"M\":{\"M\":{\"M\":1}}}".getBytes(UTF_8);
    var cursor = new JsonCursor(2).reset(json, 0, json.length);
    assertThat(cursor.enterField()).isTrue();
    assertThat(cursor.enterField()).isTrue();
    assertThatThrownBy(cursor::enterField).hasMessageContaining("nested deeper than 2 levels");
  }

  private interface Entering {
    boolean enter(JsonCursor cursor) throws MalformedJsonException;
  }

  /// What is read that way, or what is wrong.
  private static String steps(String json, Entering entering) {
    byte[] bytes = json.getBytes(UTF_8);
    var cursor = new JsonCursor().reset(bytes, 0, bytes.length);
    var steps = new StringBuilder();
    try {
      boolean field = entering.enter(cursor);
      while (field) {
        steps.append(cursor.textAsString()).append('@').append(cursor.position());
        cursor.skipValue();
        field = cursor.nextField();
      }
      cursor.end();
      return steps.append('.').toString();
    } catch (MalformedJsonException e) {
      return steps.append(e.getMessage()).toString();
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "9223372036854775807", "-9223372036854775808", "1234567890123"})
  void readsIntegers(long value) throws Exception {
    assertThat(reset(utf8(Long.toString(value))).readLong()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "-9223372036854775809",
        "99999999999999999999",
        "1.0",
        "1e2",
        "\"1\"",
        "true"
      })
  void refusesWhatIsNoInteger(String json) {
    assertThatThrownBy(() -> reset(utf8(json)).readLong())
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("integer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0.5", "12.75", "1e2", "9007199254740993", "4.9e-324"})
  void readsNumbers(String json) throws Exception {
    assertThat(reset(utf8(json + " ")).readDouble()).isEqualTo(Double.parseDouble(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1e999", "\"1\"", "null", "{}", "NaN", "01", "1.", "", "+1"})
  void refusesWhatIsNoNumber(String json) {
    assertThatThrownBy(
            () -> {
              reset(utf8(json)).readDouble();
              cursor.end();
            })
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void saysWhatIsWrongAndWhereButEchoesNoText() {
    byte[] json = utf8("...{\"a\":1,\"secret\" \"secret\"}");
    var refused =
        catchThrowableOfType(
            MalformedJsonException.class, () -> walk(cursor.reset(json, 3, json.length)));
    assertThat(refused.offset()).isEqualTo(16);
    assertThat(refused.reason()).isEqualTo("expected ':', found '\"'");
  }

  private JsonCursor reset(byte[] json) {
    return cursor.reset(json, 0, json.length);
  }

  private void skipAll(byte[] json) throws MalformedJsonException {
    reset(json).skipValue();
    cursor.end();
  }

  private String valueAsItStands(byte[] buffer) {
    return new String(buffer, cursor.valueFrom(), cursor.valueTo() - cursor.valueFrom(), UTF_8);
  }

  /// Reads everything value by value, as skipValue does in one go.
  private static void walk(JsonCursor cursor) throws MalformedJsonException {
    walkValue(cursor);
    cursor.end();
  }

  private static void walkValue(JsonCursor cursor) throws MalformedJsonException {
    switch (cursor.peek()) {
      case OBJECT -> {
        cursor.enterObject();
        while (cursor.nextField()) {
          walkValue(cursor);
        }
      }
      case ARRAY -> {
        cursor.enterArray();
        while (cursor.nextElement()) {
          walkValue(cursor);
        }
      }
      case STRING -> cursor.readText();
      case BOOLEAN -> cursor.readBoolean();
      case NULL -> cursor.readNull();
      case NUMBER -> cursor.skipValue();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
