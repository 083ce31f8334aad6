package dev.hikkoshi.local.s3.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.objects.Utf8Order;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Listings against a plain reading of their definition, over random keys.
final class KeyPageTest {
  private static final String[] LETTERS = {
    "a", "/", "é", "\uD7FF", "\uE000", "\uFFFF", "\uD83D\uDE00"
  };

  @Test
  void ordersAsUtf8BytesDo() {
    Random random = new Random(1);
    for (int round = 0; round < 2000; round++) {
      String a = key(random);
      String b = key(random);
      int expected =
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
      assertThat(Integer.signum(Utf8Order.INSTANCE.compare(a, b)))
          .as("%s and %s", a, b)
          .isEqualTo(Integer.signum(expected));
    }
  }

  @Test
  void listsEverythingOnceWhateverThePageSize() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      NavigableMap<String, String> map = new TreeMap<>(Utf8Order.INSTANCE);
      for (int i = 0; i < 30; i++) {
        String key = key(random);
        map.put(key, key);
      }
      String prefix = random.nextBoolean() ? "" : LETTERS[random.nextInt(LETTERS.length)];
      String delimiter = random.nextBoolean() ? "" : LETTERS[random.nextInt(LETTERS.length)];
      assertThat(inPages(map, prefix, delimiter, 1 + random.nextInt(5)))
          .as("seed %d", seed)
          .isEqualTo(expected(map, prefix, delimiter));
    }
  }

  private static String key(Random random) {
    StringBuilder key = new StringBuilder();
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      key.append(LETTERS[random.nextInt(LETTERS.length)]);
    }
    return key.toString();
  }

  private static List<String> expected(
      NavigableMap<String, String> map, String prefix, String delimiter) {
    List<String> expected = new ArrayList<>();
    for (String key : map.keySet()) {
      int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      String shown = at < 0 ? key : key.substring(0, at + delimiter.length());
      if (key.startsWith(prefix) && !expected.contains(shown)) {
        expected.add(shown);
      }
    }
    return expected;
  }

  private static List<String> inPages(
      NavigableMap<String, String> map, String prefix, String delimiter, int size) {
    List<String> listed = new ArrayList<>();
    @Nullable String after = null;
    do {
      KeyPage<String> page = KeyPage.of(map, new KeyPage.Query(prefix, delimiter, after, size));
      List<String> both = new ArrayList<>(page.entries());
      both.addAll(page.commonPrefixes());
      assertThat(both).hasSizeLessThanOrEqualTo(size);
      both.sort(Utf8Order.INSTANCE);
      listed.addAll(both);
      after = page.next();
    } while (after != null);
    return listed;
  }
}
