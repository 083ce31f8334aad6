package dev.hikkoshi.producer.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.objects.InventoryFormat;
import dev.hikkoshi.producer.export.FakeS3;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.inventory.InventoryManifest.DataFile;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryManifestReaderTest {
  private static final String FOLDER = "inv/source-bucket/daily/2021-01-24T00-00Z/";
  private static final String MANIFEST =
      """
      {
        "sourceBucket" : "source-bucket",
        "destinationBucket" : "arn:aws:s3:::inventories",
        "version" : "2016-11-30",
        "creationTimestamp" : "1611446400000",
        "fileFormat" : "CSV",
        "fileSchema" : "Bucket, Key, Size, LastModifiedDate",
        "files" : [ {
          "key" : "inv/source-bucket/daily/data/f1.csv.gz",
          "size" : 2147483747,
          "MD5checksum" : "f11166069f1990abeb9c97ace9cdfabc"
        }, {
          "key" : "inv/source-bucket/daily/data/f2.csv.gz",
          "size" : 20,
          "MD5checksum" : "D41D8CD98F00B204E9800998ECF8427E"
        } ]
      }
      """;

  private final FakeS3 s3 = new FakeS3();
  private final InventoryManifestReader reader = new InventoryManifestReader(s3);

  private S3Location put(String folder, String manifest) {
    s3.put(folder + "manifest.json", manifest.getBytes(UTF_8));
    s3.put(folder + "manifest.checksum", (md5(manifest) + "\n").getBytes(UTF_8));
    return new S3Location(FakeS3.BUCKET, folder + "manifest.json");
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void readsWhatS3Wrote() {
    InventoryManifest manifest = reader.read(put(FOLDER, MANIFEST), false);
    assertThat(manifest.sourceBucket()).isEqualTo("source-bucket");
    assertThat(manifest.created()).isEqualTo(Instant.parse("2021-01-24T00:00:00Z"));
    assertThat(manifest.schema().format()).isEqualTo(InventoryFormat.CSV);
    assertThat(manifest.schema().columns())
        .containsExactly("Bucket", "Key", "Size", "LastModifiedDate");
    assertThat(manifest.files())
        .containsExactly(
            new DataFile(
                "inv/source-bucket/daily/data/f1.csv.gz", 2147483747L, "8RFmBp8ZkKvrnJes6c36vA=="),
            new DataFile("inv/source-bucket/daily/data/f2.csv.gz", 20, "1B2M2Y8AsgTpgAmY7PhCfg=="));
    assertThat(manifest.bytes()).isEqualTo(2147483767L);
    assertThat(manifest.unsound()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inv/source-bucket/daily/2021-01-24T00-00Z",
        "inv/source-bucket/daily/2021-01-24T00-00Z/",
        "inv/source-bucket/daily/2021-01-24T00-00Z/manifest.json"
      })
  void takesTheFolderToo(String key) {
    put(FOLDER, MANIFEST);
    assertThat(reader.read(new S3Location(FakeS3.BUCKET, key), false).location().key())
        .isEqualTo(FOLDER + "manifest.json");
  }

  @ParameterizedTest
  @CsvSource({
    "copies/elsewhere/2021-01-24T00-00Z/,copies/elsewhere/data/f1.csv.gz",
    "2021-01-24T00-00Z/,data/f1.csv.gz"
  })
  void aCopiedInventoryIsReadWhereItLies(String folder, String first) {
    assertThat(reader.read(put(folder, MANIFEST), false).files().getFirst().key()).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ORC", "Parquet"})
  void theOtherFormatsBringTheirOwnSchema(String format) {
    String manifest =
        MANIFEST
            .replace("CSV", format)
            .replace("Bucket, Key, Size, LastModifiedDate", "struct<bucket:string,key:string>");
    InventoryManifest read = reader.read(put(FOLDER, manifest), false);
    assertThat(read.schema().format().spelling()).isEqualTo(format);
    assertThat(read.schema().columns()).isEmpty();
  }

  @Test
  void aChangedManifestIsRefusedUnlessAllowed() {
    S3Location location = put(FOLDER, MANIFEST);
    String changed = MANIFEST.replace("\"size\" : 20", "\"size\" : 21");
    s3.put(location.key(), changed.getBytes(UTF_8));
    String problem =
        "manifest.checksum says "
            + md5(MANIFEST)
            + ", but the MD5 of manifest.json is "
            + md5(changed)
            + ": the manifest was changed after the inventory";
    refused(location, problem + "; to move it all the same: --allow-unsound-manifest");
    assertThat(reader.read(location, true).unsound()).containsExactly(problem);
  }

  @Test
  void anInventoryWithoutItsChecksumMayNotBeComplete() {
    S3Location location = put(FOLDER, MANIFEST);
    s3.remove(FOLDER + "manifest.checksum");
    refused(
        location,
        "no s3://exports/"
            + FOLDER
            + "manifest.checksum: S3 writes it last, so this inventory may not be complete;"
            + " to move it all the same: --allow-unsound-manifest");
    assertThat(reader.read(location, true).unsound()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"CSV\"|\"JSON\"|manifest.json: fileFormat is 'JSON'; supported: CSV, ORC, Parquet",
        "Bucket, Key,|Bucket,|manifest.json: fileSchema 'Bucket, Size, LastModifiedDate' has no"
            + " Bucket or no Key",
        "Bucket, Key, Size|Bucket, Key, key|manifest.json: fileSchema 'Bucket, Key, key,"
            + " LastModifiedDate' has key twice",
        "arn:aws:s3:::inventories|inventories|manifest.json: destinationBucket 'inventories' is not"
            + " an ARN such as arn:aws:s3:::bucket",
        "1611446400000|yesterday|manifest.json: creationTimestamp \"yesterday\" is not a number of"
            + " milliseconds such as \"1611446400000\"",
        "f11166069f1990abeb9c97ace9cdfabc|f111|manifest.json: MD5checksum of"
            + " inv/source-bucket/daily/data/f1.csv.gz is 'f111', not 32 hexadecimal digits",
        "2147483747|-1|manifest.json: size of inv/source-bucket/daily/data/f1.csv.gz is -1, not a"
            + " number of bytes",
        "data/f2|data/f1|manifest.json: inv/source-bucket/daily/data/f1.csv.gz is listed twice",
        "daily/data/f2|daily/f2|manifest.json: inv/source-bucket/daily/f2.csv.gz is not in a folder"
            + " data/",
        "\"sourceBucket\"|\"bucket\"|manifest.json has no text 'sourceBucket'",
        "\"files\"|\"file\"|manifest.json has no list 'files'",
      })
  void refusesNamingFieldAndValue(String replaced, String replacement, String message) {
    refused(put(FOLDER, MANIFEST.replace(replaced, replacement)), message);
  }

  @Test
  void refusesAManifestThatIsCutOrMissing() {
    refused(
        put(FOLDER, MANIFEST.substring(0, MANIFEST.length() - 5)),
        "manifest.json is not a whole JSON object: it is cut or damaged");
    refused(
        new S3Location(FakeS3.BUCKET, "nowhere"),
        "no manifest: s3://exports/nowhere/manifest.json does not exist; give the inventory's own");
    refused(new S3Location("other", "nowhere"), "no such bucket: other");
  }

  private void refused(S3Location location, String message) {
    assertThatExceptionOfType(UnsoundSourceException.class)
        .isThrownBy(() -> reader.read(location, false))
        .withMessage(message);
  }
}
