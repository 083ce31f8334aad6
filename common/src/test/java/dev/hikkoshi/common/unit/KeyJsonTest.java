package dev.hikkoshi.common.unit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyJsonTest {
  private static final KeySchema SIMPLE = KeySchema.of("id", KeyType.S);
  private static final KeySchema COMPOSITE = KeySchema.of("id", KeyType.S, "at", KeyType.N);

  @Test
  void isTheItemsKeyAlone() {
    var item = RawJson.of("{\"at\":{\"N\":\"1\"},\"x\":{\"M\":{}},\"id\":{\"S\":\"ж\\n\"}}");
    assertThat(KeyJson.of(SIMPLE, item)).contains("{\"id\":{\"S\":\"ж\\n\"}}");
    assertThat(KeyJson.of(COMPOSITE, item))
        .contains("{\"id\":{\"S\":\"ж\\n\"},\"at\":{\"N\":\"1\"}}");
  }

  @Test
  void readsItsRangeOnly() {
    byte[] buffer = RawJson.of("?{\"id\":{\"S\":\"a\"}}?").buffer();
    assertThat(KeyJson.of(SIMPLE, new RawJson(buffer, 1, buffer.length - 1)))
        .contains("{\"id\":{\"S\":\"a\"}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "7", "null", "{}", "{\"ID\":{\"S\":\"a\"}}", "\u0000"})
  void nothingIsTheKeyOfWhatIsNoItem(String json) {
    assertThat(KeyJson.of(SIMPLE, RawJson.of(json))).isEmpty();
  }

  @Test
  void nothingIsTheKeyOfAnItemWithHalfOfIt() {
    assertThat(KeyJson.of(COMPOSITE, RawJson.of("{\"id\":{\"S\":\"a\"}}"))).isEmpty();
    assertThat(KeyJson.of(COMPOSITE, RawJson.of("{\"at\":{\"N\":\"1\"}}"))).isEmpty();
  }

  @Test
  void hostileNestingHasNoKey() {
    assertThat(KeyJson.of(SIMPLE, RawJson.of("{\"id\":" + "[".repeat(10_000)))).isEmpty();
  }
}
