package dev.hikkoshi.common.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.ObjectToCopy;
import dev.hikkoshi.common.unit.RemoveObjects;
import dev.hikkoshi.common.unit.ScanSegment;
import dev.hikkoshi.common.unit.Work;
import dev.hikkoshi.common.unit.WriteItems;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DestinationTest {
  private static final Destination TABLE =
      new TableDestination("users", KeySchema.of("id", KeyType.S, "at", KeyType.N));
  private static final Destination BUCKET =
      new BucketDestination("src", "dst", "moved/", CopySettings.STANDARD);

  private static Migration to(Destination destination) {
    return new Migration(
        "m",
        List.of(),
        destination,
        null,
        null,
        null,
        1,
        1,
        1,
        1,
        VerifyMode.ALL,
        MigrationState.PRODUCING,
        0,
        1,
        64,
        List.of(),
        Instant.EPOCH);
  }

  private static CopyObjects copy(String from, String to, String... toKeys) {
    return new CopyObjects(
        from,
        to,
        List.of(toKeys).stream()
            .map(key -> new ObjectToCopy("any", 1, null, null, key, null))
            .toList());
  }

  @Test
  void comesBackFromTheLedger() {
    var chosen = new CopySettings("GLACIER_IR", "key", true, 5L << 20, 6L << 20);
    for (Destination each :
        List.of(TABLE, BUCKET, new BucketDestination("src", "dst", "", chosen))) {
      var migrations = InMemoryDynamoDb.ledger().migrations();
      migrations.create(to(each));
      assertThat(migrations.find("m")).contains(to(each));
    }
  }

  @Test
  void takesOnlyWorkBetweenItsOwnBucketsAndBelowItsPrefix() {
    assertThat(BUCKET.takes(copy("src", "dst", "moved/a", "moved/"))).isTrue();
    assertThat(BUCKET.takes(new RemoveObjects("dst", List.of("moved/a")))).isTrue();
    for (Work foreign :
        List.<Work>of(
            copy("other", "dst", "moved/a"),
            copy("src", "other", "moved/a"),
            copy("dst", "src", "moved/a"),
            copy("src", "dst", "moved/a", "moved"),
            new RemoveObjects("src", List.of("moved/a")),
            new RemoveObjects("dst", List.of("moved/a", "a")),
            new WriteItems("dst", List.of(), List.of()),
            new ScanSegment("dst", 0, 1))) {
      assertThat(BUCKET.takes(foreign)).as(foreign.toString()).isFalse();
    }
  }

  @Test
  void aTableTakesNoObjects() {
    assertThat(TABLE.takes(new WriteItems("users", List.of(), List.of()))).isTrue();
    assertThat(TABLE.takes(new ScanSegment("users", 0, 1))).isTrue();
    assertThat(TABLE.takes(new ScanSegment("payroll", 0, 1))).isFalse();
    assertThat(TABLE.takes(copy("src", "users", "a"))).isFalse();
    assertThat(TABLE.takes(new RemoveObjects("users", List.of("a")))).isFalse();
  }

  @Test
  void aBucketHasNoTable() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> to(BUCKET).table())
        .withMessageContaining("s3://dst/moved/");
  }

  @Test
  void partsAreAsLargeAsS3Takes() {
    for (long wrong : new long[] {0, (5L << 20) - 1, (5L << 30) + 1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new CopySettings(null, null, false, wrong, 5L << 20))
          .withMessageContaining("multipartThreshold is " + wrong);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new CopySettings(null, null, false, 5L << 20, wrong))
          .withMessageContaining("partSize is " + wrong);
    }
  }

  @Test
  void anUploadIsBegunOnceAndItsRowStaysUntilRemoved() {
    Ledger ledger = InMemoryDynamoDb.ledger();
    UploadRows uploads = ledger.uploads();
    String key = "k\u0001".repeat(512);
    var upload =
        new Upload("s0/1", "dst", key, "e", 5, Instant.EPOCH, Optional.empty(), Optional.empty());
    assertThat(uploads.find("m", "s0/1", key)).isEmpty();
    assertThat(uploads.begin("m", upload)).isTrue();
    assertThat(uploads.begin("m", upload)).isFalse();
    assertThat(uploads.began("m", upload, "id1")).isTrue();
    assertThat(uploads.began("m", upload, "id2")).isFalse();
    uploads.completing("m", upload, "etag-2");
    Upload found = uploads.find("m", "s0/1", key).orElseThrow();
    assertThat(found.key()).isEqualTo(key);
    assertThat(found.id()).contains("id1");
    assertThat(found.etag()).contains("etag-2");
    assertThat(uploads.find("m", "s0/2", key)).isEmpty();
    assertThat(uploads.all("m")).containsExactly(found);
    ledger.forget("m");
    assertThat(uploads.all("m")).isEmpty();
  }
}
