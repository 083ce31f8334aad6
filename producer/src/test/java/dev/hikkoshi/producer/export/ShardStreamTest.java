package dev.hikkoshi.producer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.hikkoshi.common.item.Seeds;
import dev.hikkoshi.common.ledger.ShardFile;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

class ShardStreamTest {
  private final FakeS3 s3 = new FakeS3();

  private ShardFile file(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    return Shards.put(s3, "data/a.gz", bytes, 0);
  }

  private byte[] read(ShardFile file, int piece) throws Exception {
    try (var in = new ShardStream(s3, FakeS3.BUCKET, file)) {
      return FakeS3.readAll(in, piece);
    }
  }

  @Test
  void readsTheVersionThatWasChecked() throws Exception {
    ShardFile file = file(1000);
    assertThat(FakeS3.md5(read(file, 64))).asBase64Encoded().isEqualTo(file.md5());
    assertThat(s3.gets)
        .singleElement()
        .satisfies(get -> {
          assertThat(get.ifMatch()).isEqualTo(file.etag());
          assertThat(get.range()).isNull();
        });
    assertThat(s3.open).isZero();
  }

  @Test
  void anEmptyFileIsRead() throws Exception {
    assertThat(read(file(0), 8)).isEmpty();
  }

  @Test
  void goesOnWhereTheConnectionBroke() throws Exception {
    ShardFile file = file(100);
    for (int at = 0; at < 100; at++) {
      int broken = at;
      s3.gets.clear();
      s3.breaks(n -> n == 0 ? broken : Integer.MAX_VALUE);
      assertThat(FakeS3.md5(read(file, 7))).asBase64Encoded().isEqualTo(file.md5());
      assertThat(s3.gets).hasSize(2).allMatch(get -> file.etag().equals(get.ifMatch()));
      assertThat(s3.gets.getLast().range()).isEqualTo(at == 0 ? null : "bytes=" + at + "-");
      assertThat(s3.open).isZero();
    }
  }

  @Test
  void anyNumberOfBreaksIsBridgedAsLongAsBytesCome() {
    Seeds.each(
        200,
        seed -> {
          var random = new SplittableRandom(seed);
          ShardFile file = file(random.nextInt(2000));
          int most = 1 + random.nextInt(100);
          s3.breaks(n -> n % 5 == 4 ? 1 + random.nextInt(most) : random.nextInt(most));
          assertThat(FakeS3.md5(read(file, 1 + random.nextInt(100))))
              .asBase64Encoded()
              .isEqualTo(file.md5());
          assertThat(s3.open).isZero();
        });
  }

  @Test
  void givesUpWhenNoByteComesAgainAndAgain() {
    ShardFile file = file(100);
    s3.breaks(n -> n == 0 ? 60 : 0);
    assertThatIOException()
        .isThrownBy(() -> read(file, 50))
        .withMessage("reading data/a.gz failed at byte 60");
    assertThat(s3.gets).hasSize(8);
    assertThat(s3.open).isZero();
  }

  @Test
  void aFileReplacedBeforeOrWhileItIsReadIsUnsound() {
    ShardFile file = file(100);
    s3.breaks(n -> {
      s3.put(file.key(), new byte[100]);
      return 10;
    });
    assertThatExceptionOfType(UnsoundSourceException.class)
        .isThrownBy(() -> read(file, 50))
        .withMessage("shard s3://exports/data/a.gz was replaced or removed while it was being read")
        .satisfies(e -> assertThat(e.subject()).isEqualTo("data/a.gz"));
    assertThat(s3.gets).hasSize(1);
  }

  @Test
  void aFileRemovedIsUnsound() {
    ShardFile file = file(100);
    s3.remove(file.key());
    assertThatExceptionOfType(UnsoundSourceException.class).isThrownBy(() -> read(file, 50));
  }

  @Test
  void promisesMoreUntilTheLastByte() throws Exception {
    try (var in = new ShardStream(s3, FakeS3.BUCKET, file(2))) {
      assertThat(in.available()).isPositive();
      assertThat(in.read()).isNotNegative();
      assertThat(in.available()).isPositive();
      assertThat(in.read()).isNotNegative();
      assertThat(in.available()).isZero();
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void nothingIsAskedForBeforeItIsRead() {
    new ShardStream(s3, FakeS3.BUCKET, file(2)).close();
    assertThat(s3.gets).isEmpty();
  }

  @Test
  void aPartIsReadToItsOwnEndOverBrokenConnections() throws Exception {
    byte[] bytes = new byte[1_000];
    new SplittableRandom(1).nextBytes(bytes);
    var file = Shards.put(s3, "part", bytes, 0);
    s3.breaks(_ -> 100);
    try (var in = new ShardStream(s3, FakeS3.BUCKET, file, 200, 450)) {
      assertThat(FakeS3.readAll(in, 64)).isEqualTo(Arrays.copyOfRange(bytes, 200, 450));
      assertThat(in.available()).isZero();
    }
    assertThat(s3.gets)
        .extracting(GetObjectRequest::range)
        .containsExactly("bytes=200-449", "bytes=300-449", "bytes=400-449");
    assertThat(s3.open).isZero();
  }
}
