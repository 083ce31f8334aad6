package dev.hikkoshi.common.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilterTest {
  @ParameterizedTest
  @CsvSource({
    "/photos/*,photos/a.jpg,true",
    "photos/*,photos/a.jpg,true",
    "photos/*,/photos/a.jpg,true",
    "/photos/*,/photos/a.jpg,true",
    "/photos/*,//photos/a.jpg,false",
    "photos/*,photos/2024/01/a.jpg,true",
    "photos/*,photos/,true",
    "photos/*,photos,false",
    "photos/*,old/photos/a.jpg,false",
    "photos/,photos/a.jpg,false",
    "*.jpg,a/b/c.jpg,true",
    "*.jpg,a.jpg.txt,false",
    "*a*b*,xxaxxbxx,true",
    "*a*b*,xxbxxaxx,false",
    "a?c,abc,true",
    "a?c,a😀c,true",
    "a?c,ac,false",
    "a\\*c,a*c,true",
    "a\\*c,abc,false",
    "a\\\\c,a\\c,true",
    "*,'',true",
    "//a,/a,true",
    "*.*,a/../b,true",
    "日本/*,日本/写真.jpg,true",
  })
  void matchesWholeKeys(String pattern, String key, boolean expected) {
    assertThat(new KeyPattern(pattern).matches(key)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreesWithRegularExpressions(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String pattern = text(random, "ab*?", 1 + random.nextInt(6));
      String key = text(random, "ab", random.nextInt(8));
      boolean expected = Pattern.matches(pattern.replace("*", ".*").replace("?", "."), key);
      assertThat(new KeyPattern(pattern).matches(key))
          .as("%s matches %s, seed %d", pattern, key, seed)
          .isEqualTo(expected);
    }
  }

  private static String text(Random random, String alphabet, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\\"})
  void refusesWhatIsNoPattern(String pattern) {
    assertThatIllegalArgumentException().isThrownBy(() -> new KeyPattern(pattern));
  }

  @Test
  void excludeBeatsInclude() {
    var filter = new KeyFilter(List.of("/photos/*", "a"), List.of("photos/tmp/*"));
    assertThat(filter.accepts("photos/a.jpg")).isTrue();
    assertThat(filter.accepts("a")).isTrue();
    assertThat(filter.accepts("photos/tmp/a.jpg")).isFalse();
    assertThat(filter.accepts("other")).isFalse();
  }

  @Test
  void withoutIncludeAllAreMeant() {
    var filter = new KeyFilter(List.of(), List.of("*.tmp"));
    assertThat(filter.accepts("any")).isTrue();
    assertThat(filter.accepts("any.tmp")).isFalse();
    assertThat(new KeyFilter(List.of(), List.of()).accepts("")).isTrue();
  }

  @Test
  void tellsWhatEachPatternMatched() {
    var filter = new KeyFilter(List.of("/a/*", "/a/b/*", "c/*"), List.of("*.tmp"));
    for (String key : List.of("a/1", "a/b/2", "a/b/3.tmp", "d")) {
      filter.accepts(key);
    }
    assertThat(filter.matched())
        .containsExactly(
            Map.entry("/a/*", 3L),
            Map.entry("/a/b/*", 2L),
            Map.entry("c/*", 0L),
            Map.entry("*.tmp", 1L));
  }
}
