package dev.hikkoshi.bench.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.common.item.ItemScanner;
import java.io.IOException;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedItemsTest {
  @ParameterizedTest
  @ValueSource(ints = {GeneratedItems.LEAST_BYTES, 1_000, GeneratedItems.MOST_BYTES})
  void areAsLargeAsAskedFor(int itemBytes) throws Exception {
    var scanner = new ItemScanner(GeneratedItems.KEY);
    double bytes = 0;
    for (int i = 0; i < 50; i++) {
      byte[] item = new GeneratedItems(1, itemBytes).apply(i);
      scanner.scan(item, 0, item.length);
      bytes += scanner.sizeBytes();
    }
    assertThat(bytes / 50).isCloseTo(itemBytes, within(0.03 * itemBytes));
  }

  @Test
  void areTheSameForTheSameSeedAndOfDifferentKeys() throws IOException {
    var json = new ObjectMapper();
    var keys = new HashSet<String>();
    for (int i = 0; i < 1_000; i++) {
      byte[] item = new GeneratedItems(7, 400).apply(i);
      assertThat(new GeneratedItems(7, 400).apply(i)).isEqualTo(item);
      keys.add(json.readTree(item).path("id").path("S").asText());
    }
    assertThat(keys).hasSize(1_000);
    assertThat(new GeneratedItems(8, 400).apply(1))
        .isNotEqualTo(new GeneratedItems(7, 400).apply(1));
  }
}
