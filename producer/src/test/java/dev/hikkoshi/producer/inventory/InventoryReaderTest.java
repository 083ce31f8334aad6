package dev.hikkoshi.producer.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.objects.InventoryFormat;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.export.FakeS3;
import dev.hikkoshi.producer.export.Shards;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.inventory.InventoryManifest.InventorySchema;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InventoryReaderTest {
  private final FakeS3 s3 = new FakeS3();

  private ShardFile file(InventoryFormat format) {
    byte[] bytes =
        switch (format) {
          case CSV -> Inventories.csv(Inventories.objects());
          case ORC -> Inventories.resource("objects.orc");
          case PARQUET -> Inventories.resource("objects.parquet");
        };
    return Shards.put(s3, "data/objects", bytes, 0);
  }

  private static InventorySchema schema(InventoryFormat format) {
    return format == InventoryFormat.CSV ? Inventories.CSV : new InventorySchema(format, List.of());
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatGivesTheSameObjects(InventoryFormat format) throws Exception {
    assertThat(Inventories.read(s3, file(format), schema(format))).isEqualTo(Inventories.objects());
    assertThat(s3.open).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void connectionsThatBreakChangeNothing(InventoryFormat format) throws Exception {
    ShardFile file = file(format);
    s3.breaks(get -> get % 2 == 0 ? 700 : Integer.MAX_VALUE);
    assertThat(Inventories.read(s3, file, schema(format))).isEqualTo(Inventories.objects());
    assertThat(s3.gets).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatIsCutIsNotItsEnd(InventoryFormat format) {
    ShardFile whole = file(format);
    byte[] bytes =
        switch (format) {
          case CSV -> Inventories.csv(Inventories.objects());
          case ORC -> Inventories.resource("objects.orc");
          case PARQUET -> Inventories.resource("objects.parquet");
        };
    ShardFile cut = Shards.put(s3, "cut", Arrays.copyOf(bytes, (int) whole.bytes() / 2), 0);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Inventories.read(s3, cut, schema(format)))
        .withMessageContaining("cut");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CSV")
  void bytesOfNoFormatAreRefused(InventoryFormat format) {
    ShardFile file = Shards.put(s3, "noise", "these are no columns at all".getBytes(UTF_8), 0);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Inventories.read(s3, file, schema(format)))
        .withMessageContaining("noise");
  }

  @ParameterizedTest
  @EnumSource
  void anotherBucketsObjectsAreRefused(InventoryFormat format) throws Exception {
    try (var reader =
        InventoryReader.open(s3, FakeS3.BUCKET, file(format), schema(format), "other")) {
      assertThat(reader.next()).isTrue();
      assertThatExceptionOfType(UnsoundSourceException.class)
          .isThrownBy(reader::object)
          .withMessage(
              "data/objects lists objects of bucket 'source-bucket', its manifest says other");
    }
  }

  private List<Object> csv(String columns, String text) throws IOException {
    ShardFile file = Shards.put(s3, "data/a.csv.gz", Shards.gzip(text.getBytes(UTF_8)), 0);
    var schema = new InventorySchema(InventoryFormat.CSV, List.of(columns.split(", ")));
    return Inventories.read(s3, file, schema);
  }

  @Test
  void columnsAreFoundByNameInAnyOrder() throws Exception {
    assertThat(
            csv(
                "Size, BucketKeyStatus, Key, Bucket, LastModifiedDate",
                "\"7\",\"DISABLED\",\"a%2Fb\",\"source-bucket\",\"2026-11-21T10:11:12.013Z\"\n"))
        .containsExactly(
            new InventoryObject(
                "a/b",
                null,
                true,
                false,
                7,
                Instant.parse("2026-11-21T10:11:12.013Z"),
                null,
                null,
                null,
                null,
                null,
                null));
  }

  @Test
  void timesWithoutMillisecondsAreReadToo() throws Exception {
    assertThat(
            csv(
                "Bucket, Key, LastModifiedDate",
                "\"source-bucket\",\"a\",\"2026-11-21T10:11:12Z\"\n"))
        .extracting("lastModified")
        .containsExactly(Instant.parse("2026-11-21T10:11:12Z"));
  }

  @Test
  void aRowThatDescribesNoObjectFailsAlone() throws Exception {
    assertThat(
            csv(
                "Bucket, Key, Size, IsLatest, LastModifiedDate",
                """
                "source-bucket","a","1","true",""
                "source-bucket","a%2","1","true",""
                "source-bucket","%ff","1","true",""
                "source-bucket","","1","true",""
                "source-bucket","b","x","true",""
                "source-bucket","b","-1","true",""
                "source-bucket","b","1","yes",""
                "source-bucket","b","1","true","2026-13-01T00:00:00.000Z"
                "source-bucket","b","1"
                "source-bucket","c","2","false",""
                """))
        .satisfiesExactly(
            row -> assertThat(row).hasFieldOrPropertyWithValue("key", "a"),
            row ->
                assertThat(row)
                    .isEqualTo(
                        "2: !key 'a%2' is not URL-encoded: % without two hexadecimal digits"),
            row -> assertThat(row).asString().startsWith("3: !key is not UTF-8"),
            row -> assertThat(row).isEqualTo("4: !no key"),
            row -> assertThat(row).isEqualTo("5: !SIZE 'x' is not a whole number"),
            row -> assertThat(row).isEqualTo("6: !size -1 of b is below 0"),
            row -> assertThat(row).isEqualTo("7: !IS_LATEST 'yes' is not true or false"),
            row -> assertThat(row).asString().startsWith("8: !LAST_MODIFIED_DATE '2026-13-01"),
            row -> assertThat(row).isEqualTo("9: !3 fields, fileSchema has 5"),
            row -> assertThat(row).hasFieldOrPropertyWithValue("latest", false));
  }
}
