package dev.hikkoshi.producer.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.producer.export.ExportManifest.DataFile;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardChecksTest {
  private final FakeS3 s3 = new FakeS3();
  private final ShardChecks checks = new ShardChecks(s3);

  /// MD5s and ETags that AWS itself wrote into the manifests of real exports.
  @ParameterizedTest
  @CsvSource({
    "rzAeIrtALbOlNdK5Hh8tgA==,d1663e415aedcbf3c4977cde7002d2bf-1",
    "GU91TK0j/VScbZRuscHrZw==,3e7f0c9a96324cb46ac0dfe1b6223167-1",
    "kRKfZzt+kMEcCs6B/P1a7Q==,f3d6244210de4097797b02f24e6fbb2e-1",
    "FjvgqIxwymKf1RbbqtrZag==,7deb4078f238dd87d6af0538152c04e9-1",
    "5mF4y+ROWNKlYV38z6/urw==,cab7d04e0b423e50239dd41b32211401-1"
  })
  void theETagOfOnePartProvesTheMd5(String md5, String etag) {
    byte[] bytes = Base64.getDecoder().decode(md5);
    assertThat(ShardChecks.proves(etag, bytes)).isTrue();
    assertThat(ShardChecks.proves("\"" + etag + "\"", bytes)).isTrue();
    assertThat(ShardChecks.proves(etag.replace("-1", "-2"), bytes)).isFalse();
    assertThat(ShardChecks.proves(etag.replace("-1", ""), bytes)).isFalse();
    bytes[15] ^= 1;
    assertThat(ShardChecks.proves(etag, bytes)).isFalse();
  }

  @Test
  void theETagOfAPlainUploadProvesTheMd5() {
    byte[] md5 = Base64.getDecoder().decode("rzAeIrtALbOlNdK5Hh8tgA==");
    assertThat(ShardChecks.proves("\"af301e22bb402db3a535d2b91e1f2d80\"", md5)).isTrue();
    assertThat(ShardChecks.proves("\"af301e22bb402db3a535d2b91e1f2d81\"", md5)).isFalse();
    assertThat(ShardChecks.proves("", md5)).isFalse();
  }

  private DataFile put(String text) {
    s3.put("a.gz", text.getBytes(UTF_8));
    return new DataFile(
        "a.gz", 3, Base64.getEncoder().encodeToString(FakeS3.md5(text.getBytes(UTF_8))));
  }

  @Test
  void aHeadSaysWhatIsThereAndWhetherItIsProven() {
    DataFile file = put("bytes");
    assertThat(checks.head(FakeS3.BUCKET, file))
        .isEqualTo(new ShardFile("a.gz", 3, file.md5(), s3.etag("a.gz"), 5, true));
    put("other");
    assertThat(checks.head(FakeS3.BUCKET, file).proven()).isFalse();
  }

  @Test
  void aMissingFileIsUnsound() {
    var file = new DataFile("data/none.gz", 3, "rzAeIrtALbOlNdK5Hh8tgA==");
    assertThatExceptionOfType(UnsoundSourceException.class)
        .isThrownBy(() -> checks.head(FakeS3.BUCKET, file))
        .withMessage("a data file of the source is missing: s3://exports/data/none.gz")
        .satisfies(e -> assertThat(e.subject()).isEqualTo("data/none.gz"));
  }

  @Test
  void aBucketThatCannotBeReadIsUnsound() {
    DataFile file = put("bytes");
    assertThatExceptionOfType(UnsoundSourceException.class)
        .isThrownBy(() -> checks.head("other", file))
        .withMessageStartingWith("cannot read s3://other/a.gz: ");
  }

  @Test
  void readingProvesTheBytes() throws Exception {
    DataFile file = put("bytes");
    checks.read(FakeS3.BUCKET, new ShardFile("a.gz", 3, file.md5(), s3.etag("a.gz"), 5, false));
    assertThat(s3.gets).hasSize(1);
    assertThat(s3.open).isZero();
  }

  @Test
  void damagedBytesAreUnsound() {
    DataFile file = put("bytes");
    put("bytez");
    assertThatExceptionOfType(UnsoundSourceException.class)
        .isThrownBy(() ->
            checks.read(
                FakeS3.BUCKET, new ShardFile("a.gz", 3, file.md5(), s3.etag("a.gz"), 5, false)))
        .withMessageStartingWith("shard s3://exports/a.gz is damaged: the manifest says MD5 ")
        .withMessageContaining(file.md5());
  }

  @Test
  void aFileReplacedSinceItsHeadIsUnsound() {
    DataFile file = put("bytes");
    ShardFile head = checks.head(FakeS3.BUCKET, file);
    put("other");
    assertThatExceptionOfType(UnsoundSourceException.class)
        .isThrownBy(() -> checks.read(FakeS3.BUCKET, head))
        .withMessageContaining("was replaced or removed");
  }

  @Test
  void aBrokenConnectionProvesNothing() {
    ShardFile head = checks.head(FakeS3.BUCKET, put("bytes"));
    s3.breaks(_ -> 3);
    assertThatIOException().isThrownBy(() -> checks.read(FakeS3.BUCKET, head));
    assertThat(s3.open).isZero();
  }
}
