package dev.hikkoshi.producer.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.inventory.KeyHistories.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyHistoriesTest {
  private static final int KEYS = 3_000;

  @TempDir private Path folder;

  private static InventoryObject version(String key, int number) {
    return new InventoryObject(
        key,
        "v" + number,
        number == 2,
        number == 1,
        number,
        Instant.ofEpochSecond(number),
        "e",
        "STANDARD",
        null,
        null,
        null,
        null);
  }

  /// Parts of 2,000 bytes are cut again, and the one key with many versions is whole all the same.
  @Test
  void eachKeyComesOnceWithAllItsVersionsInTheOrderTheyCame() throws Exception {
    Path parts = folder.resolve("parts");
    var found = new HashMap<String, List<InventoryObject>>();
    var there = new HashMap<String, List<InventoryObject>>();
    List<String> order = new ArrayList<>();
    try (var histories = new KeyHistories(parts, 2_000)) {
      for (int number = 0; number < 3; number++) {
        for (int i = 0; i < KEYS; i++) {
          histories.add(Side.SOURCE, version("k" + i, number));
        }
      }
      for (int i = 0; i < 500; i++) {
        histories.add(Side.SOURCE, version("many", i));
      }
      histories.add(Side.DESTINATION, version("k7", 0));
      histories.add(Side.DESTINATION, version("other", 0));
      histories.read((key, source, destination) -> {
        order.add(key);
        found.put(key, List.copyOf(source));
        there.put(key, List.copyOf(destination));
      });
    }
    assertThat(order).hasSize(KEYS + 2).doesNotHaveDuplicates();
    for (int i = 0; i < KEYS; i++) {
      String key = "k" + i;
      assertThat(found.get(key)).containsExactly(version(key, 0), version(key, 1), version(key, 2));
    }
    assertThat(found.get("many"))
        .extracting(InventoryObject::versionId)
        .hasSize(500)
        .startsWith("v0", "v1")
        .endsWith("v499");
    assertThat(there.get("k7")).containsExactly(version("k7", 0));
    assertThat(found.get("other")).isEmpty();
    assertThat(Map.copyOf(there).get("other")).hasSize(1);
    assertThat(Files.exists(parts)).isFalse();
  }
}
