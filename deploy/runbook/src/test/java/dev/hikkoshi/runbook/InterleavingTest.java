package dev.hikkoshi.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.capacity.CapacityModel;
import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.producer.split.SplitPlanner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The order in which producers really read, against a table of sixteen partitions.
class InterleavingTest {
  private static final int FILES = 256;
  private static final int SECONDS = 60;
  private static final int RATE = 15_000;
  private static final String PROFILE =
      """
      {"name":"sixteen","kind":"dynamodb","mode":"on-demand","initialRate":40000,"maxRate":40000,
       "partitions":{"initial":16,"rateEach":1000,"splitAtUtilization":0.9,"splitAfterSeconds":100000}}
      """;

  @Test
  void readingFileByFileStarves() {
    List<Integer> oneFile = List.of(0);
    assertThat(accepted(List.of(oneFile))).isLessThan(0.1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void ourOrderUsesAllPartitionsEvenly(int producers) {
    assertThat(accepted(underWay(inOrder(), producers))).isGreaterThan(0.99);
  }

  /// A manifest tells nothing of the files' ranges, so their order may be any.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void ourOrderUsesAllPartitionsEvenlyWhateverTheManifestsOrder(long seed) {
    List<Integer> files = inOrder();
    Collections.shuffle(files, new Random(seed));
    assertThat(accepted(underWay(files, 2))).as("seed " + seed).isGreaterThan(0.99);
  }

  private static List<Integer> inOrder() {
    return new ArrayList<>(IntStream.range(0, FILES).boxed().toList());
  }

  /// The splits that so many producers read at one time, as the ranges their files hold.
  private static List<List<Integer>> underWay(List<Integer> rangesInManifestOrder, int producers) {
    List<ShardFile> files =
        rangesInManifestOrder.stream()
            .map(range -> new ShardFile(range.toString(), 1, "", "", 1, true))
            .toList();
    return SplitPlanner.plan(0, "exports", files, 0).stream()
        .limit(producers)
        .map(split -> split.files().stream().map(file -> Integer.parseInt(file.key())).toList())
        .toList();
  }

  /// The share of items that sixteen partitions accept when each split's files are read in turn.
  private static double accepted(List<List<Integer>> splits) {
    var model = new CapacityModel(CapacityProfile.parse(PROFILE), 0);
    var random = new Random(7);
    int accepted = 0;
    for (int i = 0; i < SECONDS * RATE; i++) {
      List<Integer> split = splits.get(i % splits.size());
      int range = split.get(i / splits.size() % split.size());
      double position = (range + random.nextDouble()) / FILES;
      long now = (long) (i * 1e9 / RATE);
      accepted += model.offer(now, position, 1).refused() ? 0 : 1;
    }
    return (double) accepted / (SECONDS * RATE);
  }
}
