package dev.hikkoshi.producer.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.inventory.InventoryDelta.Changes;
import dev.hikkoshi.producer.inventory.InventoryDelta.Totals;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryDeltaTest {
  @TempDir Path folder;

  private static InventoryObject object(String key, long size, String etag, long second) {
    return new InventoryObject(
        key,
        null,
        true,
        false,
        size,
        Instant.ofEpochSecond(second),
        etag,
        "STANDARD",
        true,
        null,
        null,
        null);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void tellsWhatIsNewChangedAndGone(int parts) throws Exception {
    Path own = folder.resolve("parts");
    var changes = new Recorded();
    try (var delta = new InventoryDelta(own, parts)) {
      delta.before(object("same", 1, "a", 1));
      delta.before(object("larger", 1, "a", 1));
      delta.before(object("other bytes", 1, "a", 1));
      delta.before(object("other metadata", 1, "a", 1));
      delta.before(object("gone/日本", 1, "a", 1));
      List<InventoryObject> now =
          List.of(
              object("new", 1, "a", 1),
              object("other metadata", 1, "a", 2),
              object("other bytes", 1, "b", 1),
              object("larger", 2, "a", 1),
              object("same", 1, "a", 1));
      for (InventoryObject each : now) {
        delta.now(each);
      }
      var totals = new Totals(1, 3, 1, 1);
      assertThat(delta.compare(new Recorded())).isEqualTo(totals);
      assertThat(delta.compare(changes)).isEqualTo(totals);
      assertThat(changes.put).containsExactlyInAnyOrderElementsOf(now.subList(0, 4));
      assertThat(changes.removed).containsExactly("gone/日本");
    }
    assertThat(own).doesNotExist();
  }

  @Test
  void aDeleteMarkerOrAnOldVersionIsNoObject() throws Exception {
    var changes = new Recorded();
    try (var delta = new InventoryDelta(folder.resolve("parts"), 3)) {
      for (InventoryObject each : Inventories.objects()) {
        delta.before(each);
      }
      delta.now(
          new InventoryObject(
              "a.txt", "2", true, true, -1, Instant.EPOCH, null, null, null, null, null, null));
      delta.now(
          new InventoryObject(
              "a.txt", "1", false, false, 5, Instant.EPOCH, "x", null, null, null, null, null));
      long current = Inventories.objects().stream().filter(InventoryObject::isCurrent).count();
      assertThat(delta.compare(changes)).isEqualTo(new Totals(0, 0, current, 0));
      assertThat(changes.removed).contains("a.txt").doesNotContain("gone.txt");
    }
  }

  @Test
  void everythingRecordedComesBack() throws Exception {
    var changes = new Recorded();
    List<InventoryObject> current =
        Inventories.objects().stream().filter(InventoryObject::isCurrent).toList();
    try (var delta = new InventoryDelta(folder.resolve("parts"), 5)) {
      for (InventoryObject each : current) {
        delta.now(each);
      }
      delta.compare(changes);
    }
    assertThat(changes.put).containsExactlyInAnyOrderElementsOf(current);
  }

  private static final class Recorded implements Changes {
    final List<InventoryObject> put = new ArrayList<>();
    final List<String> removed = new ArrayList<>();

    @Override
    public void added(InventoryObject object) {
      changed(object);
    }

    @Override
    public void changed(InventoryObject object) {
      put.add(object);
    }

    @Override
    public void removed(String key) {
      removed.add(key);
    }
  }
}
