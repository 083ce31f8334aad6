package dev.hikkoshi.producer.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitState;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitPlannerTest {
  private static List<ShardFile> files(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> new ShardFile(String.format(Locale.ROOT, "%05d", i), i, "md5", "etag", 1, true))
        .toList();
  }

  @Test
  void noFilesAreNoSplits() {
    assertThat(plan(List.of())).isEmpty();
  }

  @Test
  void dealsFilesOutLikeCards() {
    List<Split> splits = plan(files(11));
    assertThat(splits).extracting(Split::id).containsExactly("s00000", "s00001", "s00002");
    assertThat(splits)
        .extracting(split -> split.files().stream().map(ShardFile::items).toList())
        .containsExactly(List.of(0L, 3L, 6L, 9L), List.of(1L, 4L, 7L, 10L), List.of(2L, 5L, 8L));
    assertThat(splits).extracting(Split::promisedItems).containsExactly(18L, 22L, 15L);
    assertThat(splits).extracting(Split::state).containsOnly(SplitState.PLANNED);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "4,1", "5,2", "8,2", "10,2", "512,2", "513,3", "10000,40"})
  void thereIsWorkForSeveralProducersAndFilesToInterleave(int files, int splits) {
    assertThat(plan(files(files))).hasSize(splits);
  }

  @Test
  void everyFileIsInOneSplitAndNeighboursAreApart() {
    for (int count = 1; count < 700; count += count < 70 ? 1 : 37) {
      List<ShardFile> files = files(count);
      List<Split> splits = plan(files);
      assertThat(splits.stream().flatMap(split -> split.files().stream()))
          .as("%d files", count)
          .containsExactlyInAnyOrderElementsOf(files);
      assertThat(splits).extracting(Split::id).doesNotHaveDuplicates().isSorted();
      for (Split split : splits) {
        assertThat(split.files()).hasSizeBetween(1, SplitPlanner.MAX_FILES);
        if (splits.size() > 1) {
          for (int i = 1; i < split.files().size(); i++) {
            assertThat(split.files().get(i).items() - split.files().get(i - 1).items())
                .isEqualTo(splits.size());
          }
        }
      }
      assertThat(plan(files)).isEqualTo(splits);
    }
  }

  private static List<Split> plan(List<ShardFile> files) {
    return SplitPlanner.plan(0, "exports", files, 0);
  }
}
