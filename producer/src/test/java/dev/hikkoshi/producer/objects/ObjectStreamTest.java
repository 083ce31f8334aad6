package dev.hikkoshi.producer.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.common.queue.WorkQueue;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.ObjectToCopy;
import dev.hikkoshi.common.unit.RemoveObjects;
import dev.hikkoshi.common.unit.UnitId;
import dev.hikkoshi.common.unit.Work;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WorkMessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectStreamTest {
  private static final CopySettings SETTINGS =
      new CopySettings(null, null, false, CopySettings.MIN_PART, CopySettings.MIN_PART);

  private final List<Work> units = new ArrayList<>();
  private final ObjectStream stream =
      new ObjectStream(
          new BucketDestination("src", "dst", "", SETTINGS),
          (sequence, work) -> {
            assertThat(sequence).isEqualTo(units.size());
            units.add(work);
          });

  private void copy(String key, long size) throws InterruptedException {
    stream.copy(
        new InventoryObject(
            key, null, true, false, size, null, "e", "STANDARD", null, null, null, null),
        "moved/" + key);
  }

  private List<List<String>> keys() {
    return units.stream()
        .map(unit ->
            switch (unit) {
              case CopyObjects copy -> copy.objects().stream().map(ObjectToCopy::key).toList();
              case RemoveObjects remove -> remove.keys();
              default -> throw new AssertionError(unit);
            })
        .toList();
  }

  @Test
  void packsAHundredAndWhatIsLeft() throws InterruptedException {
    for (int i = 0; i < 250; i++) {
      copy("k" + i, i);
    }
    for (int i = 0; i < 101; i++) {
      stream.remove("r" + i);
    }
    stream.finish();
    assertThat(keys()).extracting(List::size).containsExactly(100, 100, 100, 50, 1);
    assertThat(units.get(2)).isInstanceOf(RemoveObjects.class);
    assertThat(stream.count()).isEqualTo(5);
    assertThat(((CopyObjects) units.getFirst()).objects().getFirst())
        .isEqualTo(new ObjectToCopy("k0", 0, "e", null, "moved/k0", "STANDARD"));
  }

  @Test
  void whatIsCopiedInPartsIsAlone() throws InterruptedException {
    copy("a", CopySettings.MIN_PART);
    copy("large", CopySettings.MIN_PART + 1);
    copy("b", 1);
    stream.finish();
    assertThat(keys()).containsExactly(List.of("a"), List.of("large"), List.of("b"));
  }

  @Test
  void aKeyThatComesTwiceIsInTwoUnits() throws InterruptedException {
    copy("a", 1);
    copy("a", 2);
    stream.finish();
    assertThat(keys()).containsExactly(List.of("a"), List.of("a"));
  }

  @Test
  void everyUnitFitsIntoAMessageHoweverOddItsKeys() throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      String number = String.format("%04d", i);
      copy("\u0001".repeat(1_000) + number, 1);
      copy("\"\\".repeat(500) + number, 1);
      stream.remove("\u0001".repeat(1_000) + number);
    }
    stream.finish();
    for (Work unit : units) {
      String body = WorkMessageCodec.encode(new WorkMessage("m", new UnitId("s0", 0), 0, 0, unit));
      assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(WorkQueue.MAX_BYTES);
    }
  }

  @Test
  void aKeyThatS3DoesNotTakeIsRefusedAndTheRestGoesOn() throws InterruptedException {
    copy("a", 1);
    assertThatThrownBy(() -> copy("k".repeat(1_020), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1026 bytes");
    assertThatThrownBy(() -> stream.remove("")).isInstanceOf(IllegalArgumentException.class);
    copy("b", 1);
    stream.finish();
    assertThat(keys()).containsExactly(List.of("a", "b"));
  }
}
