package dev.hikkoshi.producer.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.objects.InventoryFormat;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.export.FakeS3;
import dev.hikkoshi.producer.export.Shards;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.inventory.InventoryManifest.DataFile;
import dev.hikkoshi.producer.inventory.InventoryManifest.InventorySchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InventorySplitsTest {
  private static final int FILES = 8;
  private static final int ROWS = 50;

  private final FakeS3 s3 = new FakeS3();
  private final InventorySplits splits =
      new InventorySplits(s3, Inventories.CSV, Inventories.SOURCE);

  /// Each file holds the keys of one prefix, as a file of a sorted inventory does.
  private List<ShardFile> sortedFiles() {
    var files = new ArrayList<ShardFile>();
    for (int file = 0; file < FILES; file++) {
      String prefix = "p" + file + "/";
      List<InventoryObject> objects =
          IntStream.range(0, ROWS).mapToObj(i -> Inventories.object(prefix + i, i)).toList();
      files.add(Shards.put(s3, "data/" + file, Inventories.csv(objects), 0));
    }
    return files;
  }

  @Test
  void neighbouringObjectsAreOfDifferentPrefixes() throws Exception {
    List<Split> planned = splits.plan(0, FakeS3.BUCKET, sortedFiles(), 0);
    assertThat(planned).hasSize(2);
    var all = new ArrayList<String>();
    for (Split split : planned) {
      var keys = new Keys();
      assertThat(splits.read(split, keys)).isEqualTo(new Summary(4 * ROWS, 0));
      for (int i = 0; i < keys.accepted.size(); i += 4) {
        assertThat(keys.accepted.subList(i, i + 4))
            .extracting(key -> key.substring(0, 2))
            .doesNotHaveDuplicates();
      }
      var again = new Keys();
      splits.read(split, again);
      assertThat(again.accepted).isEqualTo(keys.accepted);
      all.addAll(keys.accepted);
    }
    assertThat(new HashSet<>(all)).hasSize(FILES * ROWS);
    assertThat(all).hasSize(FILES * ROWS);
    assertThat(s3.open).isZero();
  }

  @Test
  void aBadRowIsTold() throws Exception {
    byte[] csv =
        Shards.gzip(
            "\"source-bucket\",\"a\"\n\"source-bucket\",\"%x\"\n".getBytes(StandardCharsets.UTF_8));
    var file = Shards.put(s3, "data/bad", csv, 0);
    var schema = new InventorySchema(InventoryFormat.CSV, List.of("Bucket", "Key"));
    var two = new InventorySplits(s3, schema, Inventories.SOURCE);
    var keys = new Keys();
    Split split = two.plan(0, FakeS3.BUCKET, List.of(file), 0).getFirst();
    assertThat(two.read(split, keys)).isEqualTo(new Summary(2, 1));
    assertThat(keys.accepted).containsExactly("a");
    assertThat(keys.refused).containsExactly("data/bad:2");
  }

  @Test
  void columnarFilesAreFewerSideBySide() {
    List<ShardFile> files =
        IntStream.range(0, 20)
            .mapToObj(i -> new ShardFile("f" + i, 0, "", "", 60L << 20, true))
            .toList();
    var orc =
        new InventorySplits(
            s3, new InventorySchema(InventoryFormat.ORC, List.of()), Inventories.SOURCE);
    assertThat(orc.plan(0, "b", files, 0)).hasSize(10).allMatch(s -> s.files().size() == 2);
    assertThat(splits.plan(0, "b", files, 0)).hasSize(2);
    assertThat(splits.plan(0, "b", List.of(), 0)).isEmpty();
  }

  @Test
  void aFileOfAnotherSizeIsRefused() {
    ShardFile file = sortedFiles().getFirst();
    assertThat(
            InventorySplits.head(
                s3, FakeS3.BUCKET, new DataFile("data/0", file.bytes(), file.md5())))
        .isEqualTo(file);
    assertThatExceptionOfType(UnsoundSourceException.class)
        .isThrownBy(
            () -> InventorySplits.head(s3, FakeS3.BUCKET, new DataFile("data/0", 1, file.md5())))
        .withMessage("data file data/0 has " + file.bytes() + " bytes, its manifest says 1");
  }

  private static final class Keys implements ObjectSink {
    final List<String> accepted = new ArrayList<>();
    final List<String> refused = new ArrayList<>();

    @Override
    public void object(InventoryObject object, String position) {
      accepted.add(object.key());
    }

    @Override
    public void unreadable(String position, MalformedRowException reason) {
      refused.add(position);
    }
  }
}
