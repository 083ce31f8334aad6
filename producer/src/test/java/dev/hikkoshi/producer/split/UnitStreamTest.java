package dev.hikkoshi.producer.split;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.item.Seeds;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.common.unit.WriteItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnitStreamTest {
  private final List<WriteItems> units = new ArrayList<>();

  /// Packs items out of a buffer that is overwritten afterwards.
  private UnitStream pack(List<String> items) throws InterruptedException {
    units.clear();
    var stream =
        new UnitStream(
            "users",
            UnitStream.MAX_ITEMS,
            (sequence, unit) -> {
              assertThat(sequence).isEqualTo(units.size());
              units.add(unit.copy());
            });
    for (String item : items) {
      byte[] buffer = ("?????" + item + "???").getBytes(UTF_8);
      stream.add(buffer, 5, buffer.length - 3, false);
      Arrays.fill(buffer, (byte) '?');
    }
    stream.finish();
    return stream;
  }

  private List<String> packed() {
    return units.stream().flatMap(unit -> unit.put().stream()).map(RawJson::toString).toList();
  }

  @Test
  void aUnitHoldsSoManyItems() throws Exception {
    List<String> items = IntStream.range(0, 501).mapToObj(i -> "{" + i + "}").toList();
    assertThat(pack(items).count()).isEqualTo(3);
    assertThat(units).extracting(WriteItems::size).containsExactly(250, 250, 1);
    assertThat(units).allMatch(unit -> unit.table().equals("users") && unit.delete().isEmpty());
    assertThat(packed()).isEqualTo(items);
  }

  @Test
  void aUnitHoldsSoManyBytes() throws Exception {
    List<String> items =
        List.of("a".repeat(100_000), "b".repeat(100_000), "c", "d".repeat(199_999), "e");
    pack(items);
    assertThat(units).extracting(WriteItems::size).containsExactly(2, 2, 1);
    assertThat(packed()).isEqualTo(items);
  }

  @Test
  void anItemLargerThanAUnitHasOneOfItsOwn() throws Exception {
    List<String> items =
        List.of("a", "b".repeat(900_000), "c", "d".repeat(6_000_000), "e".repeat(2_000_000), "f");
    pack(items);
    assertThat(units).extracting(WriteItems::size).containsExactly(1, 1, 1, 1, 1, 1);
    assertThat(packed()).isEqualTo(items);
  }

  @Test
  void noItemsAreNoUnits() throws Exception {
    assertThat(pack(List.of()).count()).isZero();
    assertThat(units).isEmpty();
  }

  @Test
  void finishingTwiceIsFinishingOnce() throws Exception {
    var stream = pack(List.of("a"));
    stream.finish();
    assertThat(stream.count()).isEqualTo(1);
    assertThat(units).hasSize(1);
  }

  @Test
  void nothingIsLostAndTheSameItemsGiveTheSameUnits() {
    Seeds.each(
        100,
        seed -> {
          var random = new SplittableRandom(seed);
          int largest = random.nextInt(4) == 0 ? 300_000 : 1 + random.nextInt(5_000);
          List<String> items =
              IntStream.range(0, random.nextInt(largest > 5_000 ? 40 : 1200))
                  .mapToObj(i -> i + ":" + "x".repeat(random.nextInt(largest)))
                  .toList();
          int count = pack(items).count();
          assertThat(units).hasSize(count);
          assertThat(packed()).isEqualTo(items);
          for (WriteItems unit : units) {
            assertThat(unit.size()).isBetween(1, 250);
            int bytes = unit.put().stream().mapToInt(RawJson::length).sum();
            assertThat(unit.size() == 1 || bytes <= 200_000).isTrue();
          }
          List<Integer> sizes = units.stream().map(WriteItems::size).toList();
          pack(items);
          assertThat(units).extracting(WriteItems::size).isEqualTo(sizes);
        });
  }
}
