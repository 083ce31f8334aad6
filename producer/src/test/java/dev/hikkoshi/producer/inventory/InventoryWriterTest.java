package dev.hikkoshi.producer.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.objects.InventoryFormat;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.export.FakeS3;
import dev.hikkoshi.producer.inventory.InventoryManifest.DataFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InventoryWriterTest {
  private static final Instant CREATED = Instant.parse("2026-11-21T10:11:12.013Z");

  private final FakeS3 s3 = new FakeS3();
  private final List<Long> told = new ArrayList<>();

  private InventoryManifest write(List<InventoryObject> objects) throws Exception {
    var folder = new S3Location(FakeS3.BUCKET, "listings/m/");
    try (var writer =
        new InventoryWriter(s3, folder, "one", Inventories.SOURCE, CREATED, 8, told::add)) {
      objects.forEach(object -> writer.object(object, object.key()));
      assertThat(writer.finish().key()).isEqualTo("listings/m/one/manifest.json");
    }
    return new InventoryManifestReader(s3)
        .read(new S3Location(FakeS3.BUCKET, "listings/m/one/manifest.json"), false);
  }

  private List<Object> read(InventoryManifest manifest) throws Exception {
    var objects = new ArrayList<>();
    for (DataFile file : manifest.files()) {
      var head = InventorySplits.head(s3, FakeS3.BUCKET, file);
      assertThat(head.proven()).isTrue();
      objects.addAll(Inventories.read(s3, head, manifest.schema()));
    }
    return objects;
  }

  /// As a listing tells of it.
  private static InventoryObject listed(String key, int number) {
    return new InventoryObject(
        key,
        null,
        true,
        false,
        number * 1_234_567L,
        CREATED.plusMillis(number),
        number % 2 == 0 ? "0123456789abcdef0123456789abcdef" : "0123-" + number,
        "STANDARD_IA",
        number % 2 != 0,
        null,
        number % 3 == 0 ? null : "CRC64NVME",
        null);
  }

  @Test
  void whatIsWrittenIsReadBackEqual() throws Exception {
    var objects = new ArrayList<InventoryObject>();
    for (String key : Inventories.KEYS) {
      objects.add(listed(key, objects.size()));
    }
    objects.add(listed("a b+c%2B//é", objects.size()));
    InventoryManifest manifest = write(objects);
    assertThat(manifest.sourceBucket()).isEqualTo(Inventories.SOURCE);
    assertThat(manifest.created()).isEqualTo(CREATED);
    assertThat(manifest.schema().format()).isEqualTo(InventoryFormat.CSV);
    assertThat(manifest.files()).hasSize(3).extracting(DataFile::key).doesNotHaveDuplicates();
    assertThat(read(manifest)).isEqualTo(objects);
    assertThat(told).containsExactly(8L, 16L, 21L);
  }

  @Test
  void anEmptyBucketHasAnInventoryToo() throws Exception {
    InventoryManifest manifest = write(List.of());
    assertThat(manifest.files()).isEmpty();
    assertThat(
            new InventorySplits(s3, manifest.schema(), Inventories.SOURCE)
                .plan(0, FakeS3.BUCKET, List.of(), 0))
        .isEmpty();
  }
}
