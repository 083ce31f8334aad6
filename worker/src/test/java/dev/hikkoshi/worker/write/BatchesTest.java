package dev.hikkoshi.worker.write;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.item.Seeds;
import dev.hikkoshi.common.unit.RawJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static final byte[] ROOM = new byte[9 << 20];

  @Test
  void cutsAsManyItemsAsARequestTakes() {
    List<WriteItem> items = IntStream.range(0, 60).mapToObj(id -> sized(id, 100)).toList();
    assertThat(all(new Batches(items)))
        .containsExactly(items.subList(0, 25), items.subList(25, 50), items.subList(50, 60));
  }

  @Test
  void cutsAsManyBytesAsARequestTakes() {
    int half = Batches.MAX_BYTES / 2;
    var items =
        List.of(
            sized(1, half),
            sized(2, half),
            sized(3, 1),
            sized(4, 9 << 20),
            sized(5, 1),
            sized(6, 1));
    assertThat(all(new Batches(items)))
        .containsExactly(
            items.subList(0, 2), items.subList(2, 3), items.subList(3, 4), items.subList(4, 6));
  }

  @Test
  void operationsOnOneKeyGoToBatchesInTheirOrder() {
    var items = List.of(sized(1, 1), sized(1, 2), sized(2, 3), sized(1, 4), sized(2, 5));
    assertThat(all(new Batches(items)))
        .containsExactly(
            List.of(items.get(0), items.get(2)),
            List.of(items.get(1), items.get(4)),
            List.of(items.get(3)));
  }

  @Test
  void takesAsMuchOfABatchAsMayBeSentButOneItemAtLeast() {
    List<WriteItem> items = IntStream.range(0, 5).mapToObj(id -> sized(id, 1)).toList();
    var batches = new Batches(items);
    assertThat(batches.next(2.9)).isEqualTo(items.subList(0, 2));
    assertThat(batches.next(0.1)).isEqualTo(items.subList(2, 3));
    assertThat(batches.next(2)).isEqualTo(items.subList(3, 5));
    assertThat(batches.isEmpty()).isTrue();
  }

  @Test
  void noItemsAreNoBatches() {
    var batches = new Batches(List.of());
    assertThat(batches.isEmpty()).isTrue();
    assertThat(batches.rest()).isEmpty();
  }

  @Test
  void whateverTheItemsEveryBatchIsOneThatDynamoDbAccepts() {
    Seeds.each(
        300,
        seed -> {
          List<WriteItem> items = randomItems(new SplittableRandom(seed));
          Map<WriteItem, Integer> place = places(items);
          Map<ItemKey, Integer> lastOfKey = new HashMap<>();
          int seen = 0;
          for (List<WriteItem> batch : all(new Batches(items))) {
            assertThat(batch).isNotEmpty().hasSizeLessThanOrEqualTo(25);
            assertThat(batch).extracting(WriteItem::key).doesNotHaveDuplicates();
            if (batch.size() > 1) {
              assertThat(batch.stream().mapToLong(item -> item.json().length()).sum())
                  .isLessThanOrEqualTo(8 << 20);
            }
            for (WriteItem item : batch) {
              int at = place.getOrDefault(item, -1);
              assertThat(at).isGreaterThan(lastOfKey.getOrDefault(item.key(), -1));
              lastOfKey.put(item.key(), at);
              place.put(item, -1);
              seen++;
            }
          }
          assertThat(seen).isEqualTo(items.size());
        });
  }

  /// What the writer does with batches: some come back whole, in part or in halves.
  @Test
  void whatComesBackIsNextAndNothingIsLost() {
    Seeds.each(
        300,
        seed -> {
          var random = new SplittableRandom(seed);
          List<WriteItem> items = randomItems(random);
          var batches = new Batches(items);
          Map<WriteItem, Integer> left = places(items);
          Map<ItemKey, Integer> lastOfKey = new HashMap<>();
          Map<WriteItem, Integer> place = places(items);
          for (int i = random.nextInt(200); i > 0 && !batches.isEmpty(); i--) {
            double most = random.nextInt(1, 40);
            List<WriteItem> batch = batches.next(most);
            assertThat(batch.size() == 1 || batch.stream().mapToInt(WriteItem::units).sum() <= most)
                .isTrue();
            switch (random.nextInt(4)) {
              case 0 -> batches.again(batch);
              case 1 -> {
                if (batch.size() > 1) {
                  batches.halves(batch);
                } else {
                  batches.again(batch);
                }
              }
              default -> {
                var unprocessed = new ArrayList<WriteItem>();
                for (WriteItem item : batch) {
                  if (random.nextInt(3) == 0) {
                    unprocessed.add(item);
                  } else {
                    int at = place.getOrDefault(item, -1);
                    assertThat(at).isGreaterThan(lastOfKey.getOrDefault(item.key(), -1));
                    lastOfKey.put(item.key(), at);
                    assertThat(left.remove(item)).isNotNull();
                  }
                }
                if (!unprocessed.isEmpty()) {
                  batches.again(unprocessed);
                }
              }
            }
          }
          List<WriteItem> rest = batches.rest();
          assertThat(rest).hasSameSizeAs(left.keySet());
          for (WriteItem item : rest) {
            assertThat(left.remove(item)).isNotNull();
            int at = place.getOrDefault(item, -1);
            assertThat(at).isGreaterThan(lastOfKey.getOrDefault(item.key(), -1));
            lastOfKey.put(item.key(), at);
          }
        });
  }

  private static Map<WriteItem, Integer> places(List<WriteItem> items) {
    var places = new IdentityHashMap<WriteItem, Integer>();
    IntStream.range(0, items.size()).forEach(i -> places.put(items.get(i), i));
    return places;
  }

  private static List<WriteItem> randomItems(RandomGenerator random) {
    int keys = 1 + random.nextInt(60);
    int largest = random.nextBoolean() ? 1000 : ROOM.length;
    return IntStream.range(0, random.nextInt(120))
        .mapToObj(i -> sized(random.nextInt(keys), 1 + random.nextInt(largest)))
        .toList();
  }

  private static WriteItem sized(int key, int bytes) {
    return new WriteItem(
        new RawJson(ROOM, 0, bytes),
        false,
        new ItemKey(Integer.toString(key).getBytes(US_ASCII)),
        1);
  }

  private static List<List<WriteItem>> all(Batches batches) {
    var all = new ArrayList<List<WriteItem>>();
    while (!batches.isEmpty()) {
      all.add(batches.next(Double.MAX_VALUE));
    }
    return all;
  }
}
