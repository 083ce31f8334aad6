package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.ledger.ExportFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"0,16,4", "1999,16,4", "2000,16,5", "23999,16,15", "24000,16,16", "9999999999,16,16"})
  void growsWithTheTable(long items, int most, int expected) {
    assertThat(Shards.count(items, most)).isEqualTo(expected);
  }

  @Test
  void leavesTheLastOfFourEmpty() throws IOException {
    List<Long> items = itemsOf(4);
    assertThat(items.subList(0, 3)).doesNotContain(0L);
    assertThat(items.getLast()).isZero();
  }

  @Test
  void fillsAllOfFewer() throws IOException {
    assertThat(itemsOf(3)).hasSize(3).doesNotContain(0L);
    assertThat(itemsOf(1)).containsExactly(1_000L);
  }

  private List<Long> itemsOf(int count) throws IOException {
    byte[] item = "{}".getBytes(UTF_8);
    try (Shards shards = new Shards(folder, count, ExportFormat.DYNAMODB_JSON)) {
      for (int i = 0; i < 1_000; i++) {
        shards.add("key-" + i, item);
      }
      return shards.finish().stream().map(ShardFile::items).toList();
    }
  }
}
