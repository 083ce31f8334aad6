package dev.hikkoshi.common.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TRIES = 2_000;
  private static final String LONG = "a".repeat(70);

  private static byte[] string(String text) {
    var json = new JsonBytes(1);
    json.string(text.getBytes(UTF_8));
    return Arrays.copyOf(json.buffer(), json.length());
  }

  /// Everything that a text may hold, and in all proportions.
  private static String text(SplittableRandom random) {
    var text = new StringBuilder();
    int plain = 1 + random.nextInt(20);
    for (int i = random.nextInt(60); i > 0; i--) {
      text.appendCodePoint(
          switch (random.nextInt(4 + plain)) {
            case 0 -> "\"\\/\u007f".codePointAt(random.nextInt(4));
            case 1 -> 0x80 + random.nextInt(0x700);
            case 2 -> 0x10000 + random.nextInt(0x10000);
            case 3 -> random.nextInt(0x20);
            default -> 'a' + random.nextInt(26);
          });
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isReadBackByJacksonAndByTheCursor(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < TRIES; i++) {
      String text = text(random);
      byte[] json = string(text);
      assertThat(JSON.readTree(json).textValue()).as("seed %d", seed).isEqualTo(text);
      var cursor = new JsonCursor().reset(json, 0, json.length);
      assertThat(cursor.readString()).as("seed %d", seed).isEqualTo(text);
      cursor.end();
    }
  }

  /// What is escaped may begin and end anywhere in a word, and follow what was escaped.
  @Test
  void readsBackAllShortTextsOfQuotesAndBackslashes() throws Exception {
    for (int length = 0; length <= 9; length++) {
      for (int kind = (int) Math.pow(3, length) - 1; kind >= 0; kind--) {
        var chosen = new StringBuilder();
        for (int i = 0, rest = kind; i < length; i++, rest /= 3) {
          chosen.append("\"\\a".charAt(rest % 3));
        }
        isReadBack(chosen + "|12345678");
        isReadBack(LONG + chosen); // longer than what a cursor starts with, and nothing behind it
      }
    }
  }

  private static void isReadBack(String text) throws MalformedJsonException {
    byte[] json = string(text);
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
    assertThat(new String(json, UTF_8)).isEqualTo('"' + escaped + '"');
    var cursor = new JsonCursor().reset(json, 0, json.length);
    assertThat(cursor.readString()).isEqualTo(text);
    cursor.end();
    var cut = new JsonCursor().reset(json, 0, json.length - 1);
    assertThatThrownBy(cut::readText).as(text).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void escapesNothingButWhatMustBe() throws IOException {
    for (int c = 0; c <= 0x7F; c++) {
      String text = Character.toString(c);
      String json = new String(string("1234567" + text + "9"), UTF_8);
      boolean escaped = c < ' ' || c == '"' || c == '\\';
      assertThat(json.startsWith("\"1234567\\")).as("character %d", c).isEqualTo(escaped);
      assertThat(JSON.readTree(json).textValue()).isEqualTo("1234567" + text + "9");
    }
  }

  @Test
  void takesJsonAsItStands() {
    var json = new JsonBytes(1).json("{\"a\":").string("é\n".getBytes(UTF_8)).json("}");
    assertThat(new String(json.buffer(), 0, json.length(), UTF_8))
        .isEqualTo("{\"a\":\"é\\u000a\"}");
  }
}
