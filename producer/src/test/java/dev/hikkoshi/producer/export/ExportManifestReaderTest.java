package dev.hikkoshi.producer.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hikkoshi.common.item.Damage;
import dev.hikkoshi.common.item.Seeds;
import dev.hikkoshi.common.ledger.ExportFormat;
import dev.hikkoshi.common.ledger.ExportView;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.producer.export.ExportManifest.DataFile;
import java.time.Instant;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportManifestReaderTest {
  private static final String MD5 = "rzAeIrtALbOlNdK5Hh8tgA==";

  /// As AWS wrote it, for an export under the prefix `old/`.
  private static final String SUMMARY =
      """
      {"version":"2020-06-30","exportArn":"arn:aws:dynamodb:eu-central-1:1:table/T/export/0171-c4",\
      "startTime":"2024-05-14T11:14:20.608Z","endTime":"2024-05-14T11:19:26.869Z",\
      "tableArn":"arn:aws:dynamodb:eu-central-1:1:table/T","tableId":"11991185",\
      "exportTime":"2024-05-14T11:14:20.608Z","s3Bucket":"test-bucket","s3Prefix":"old",\
      "s3SseAlgorithm":"AES256","s3SseKmsKeyId":null,\
      "manifestFilesS3Key":"old/AWSDynamoDB/0171-c4/manifest-files.json",\
      "billedSizeBytes":19,"itemCount":5,"outputFormat":"DYNAMODB_JSON"}\
      """;

  private static final String FILES =
      """
      {"itemCount":3,"md5Checksum":"rzAeIrtALbOlNdK5Hh8tgA==","etag":"d1-1","dataFileS3Key":"old/AWSDynamoDB/0171-c4/data/a.json.gz"}
      {"itemCount":2,"md5Checksum":"GU91TK0j/VScbZRuscHrZw==","etag":"3e-1","dataFileS3Key":"old/AWSDynamoDB/0171-c4/data/b.json.gz"}
      """;

  private final FakeS3 s3 = new FakeS3();
  private final ExportManifestReader reader = new ExportManifestReader(s3);

  private void put(String folder, String summary, String files) {
    s3.put(folder + "manifest-summary.json", summary.getBytes(UTF_8));
    s3.put(folder + "manifest-files.json", files.getBytes(UTF_8));
  }

  private ExportManifest read(String key) {
    return reader.read(new S3Location(FakeS3.BUCKET, key), false);
  }

  private UnsoundSourceException refused(String summary, String files) {
    put("e/", summary, files);
    var e = catchThrowableOfType(UnsoundSourceException.class, () -> read("e/"));
    assertThat(e).isNotNull();
    return e;
  }

  @Test
  void saysWhatTheExportHolds() {
    put("old/AWSDynamoDB/0171-c4/", SUMMARY, FILES);
    ExportManifest manifest = read("old/AWSDynamoDB/0171-c4");
    assertThat(manifest.summary())
        .hasToString("s3://exports/old/AWSDynamoDB/0171-c4/manifest-summary.json");
    assertThat(manifest.files())
        .containsExactly(
            new DataFile("old/AWSDynamoDB/0171-c4/data/a.json.gz", 3, MD5),
            new DataFile("old/AWSDynamoDB/0171-c4/data/b.json.gz", 2, "GU91TK0j/VScbZRuscHrZw=="));
    assertThat(manifest.itemCount()).isEqualTo(5);
    assertThat(manifest.listedItems()).isEqualTo(5);
    assertThat(manifest.billedBytes()).isEqualTo(19);
    assertThat(manifest.unsound()).isEmpty();
  }

  /// Where the export lies now, how it is given, and where its data is looked for.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          old/AWSDynamoDB/0171-c4/ | old/AWSDynamoDB/0171-c4                       | old/AWSDynamoDB/0171-c4/data/
          old/AWSDynamoDB/0171-c4/ | old/AWSDynamoDB/0171-c4/                      | old/AWSDynamoDB/0171-c4/data/
          old/AWSDynamoDB/0171-c4/ | old/AWSDynamoDB/0171-c4/manifest-summary.json | old/AWSDynamoDB/0171-c4/data/
          AWSDynamoDB/0171-c4/     | AWSDynamoDB/0171-c4                           | AWSDynamoDB/0171-c4/data/
          a/b/AWSDynamoDB/0171-c4/ | a/b/AWSDynamoDB/0171-c4                       | a/b/AWSDynamoDB/0171-c4/data/
          renamed/                 | renamed                                       | renamed/data/
          ~~                       | ~~                                            | data/
          ~~                       | manifest-summary.json                         | data/
          /odd//                   | /odd//                                        | /odd//data/
          """)
  void aCopiedExportIsReadWhereItLies(String folder, String given, String data) {
    put(folder, SUMMARY, FILES);
    assertThat(read(given).files())
        .extracting(DataFile::key)
        .containsExactly(data + "a.json.gz", data + "b.json.gz");
  }

  @Test
  void anExportWithoutPrefixMayMoveUnderOne() {
    String summary =
        SUMMARY.replace("\"s3Prefix\":\"old\"", "\"s3Prefix\":null").replace("old/AWS", "AWS");
    put("new/AWSDynamoDB/0171-c4/", summary, FILES.replace("old/AWS", "AWS"));
    assertThat(read("new/AWSDynamoDB/0171-c4").files().getFirst().key())
        .isEqualTo("new/AWSDynamoDB/0171-c4/data/a.json.gz");
  }

  @Test
  void dataInTheSharedFolderMovesWithTheExport() {
    String files = FILES.replace("/0171-c4/data/", "/data/");
    put("new/AWSDynamoDB/0171-c4/", SUMMARY, files);
    assertThat(read("new/AWSDynamoDB/0171-c4").files())
        .extracting(DataFile::key)
        .containsExactly("new/AWSDynamoDB/data/a.json.gz", "new/AWSDynamoDB/data/b.json.gz");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "elsewhere/a.json.gz",
        "oldAWSDynamoDB/0171-c4/data/a.json.gz",
        "old/data/a.json.gz",
        "old/AWSDynamoDB/0171-c5/data/a.json.gz",
        "old/AWSDynamoDB/a.json.gz",
        "AWSDynamoDB/0171-c4/data/a.json.gz",
        ""
      })
  void dataOutsideTheExportIsRefused(String key) {
    var e = refused(SUMMARY, FILES.replace("old/AWSDynamoDB/0171-c4/data/b.json.gz", key));
    assertThat(e)
        .hasMessage(
            "manifest-files.json line 2: "
                + key
                + " is outside the export's own folder old/AWSDynamoDB/0171-c4/");
    assertThat(e.subject()).isEqualTo("manifest-files.json");
  }

  @Test
  void encryptionWithAKeyOfKmsChangesNothing() {
    put(
        "old/AWSDynamoDB/0171-c4/",
        SUMMARY
            .replace("\"AES256\"", "\"KMS\"")
            .replace(
                "\"s3SseKmsKeyId\":null", "\"s3SseKmsKeyId\":\"arn:aws:kms:eu-west-1:1:key/a-b\""),
        FILES);
    assertThat(read("old/AWSDynamoDB/0171-c4").files()).hasSize(2);
  }

  /// As AWS writes it for an incremental export, with data in the folder that exports share.
  @Test
  void anIncrementalExportInIonIsRead() {
    put(
        "old/AWSDynamoDB/0171-c4/",
        SUMMARY
            .replace("2020-06-30", "2023-08-01")
            .replace(
                "\"exportTime\":\"2024-05-14T11:14:20.608Z\"",
                "\"exportFromTime\":\"2024-05-14T11:00:00.000Z\",\"exportToTime\":\"2024-05-14T11:14:20.608Z\"")
            .replace(
                "\"DYNAMODB_JSON\"",
                "\"ION\",\"outputView\":\"NEW_AND_OLD_IMAGES\",\"exportType\":\"INCREMENTAL_EXPORT\""),
        FILES.replace("/0171-c4/data/", "/data/").replace(".json.gz", ".ion.gz"));
    ExportManifest manifest = read("old/AWSDynamoDB/0171-c4");
    assertThat(manifest.format()).isEqualTo(ExportFormat.ION);
    assertThat(manifest.view()).isEqualTo(ExportView.NEW_AND_OLD_IMAGES);
    assertThat(manifest.from()).isEqualTo(Instant.parse("2024-05-14T11:00:00Z"));
    assertThat(manifest.to()).isEqualTo(Instant.parse("2024-05-14T11:14:20.608Z"));
    assertThat(manifest.files())
        .extracting(DataFile::key)
        .containsExactly("old/AWSDynamoDB/data/a.ion.gz", "old/AWSDynamoDB/data/b.ion.gz");
  }

  @Test
  void nullsAreNothing() {
    put(
        "e/",
        SUMMARY
            .replace("\"billedSizeBytes\":19", "\"billedSizeBytes\":null,\"exportType\":null")
            .replace("\"s3Prefix\":\"old\"", "\"s3Prefix\":null"),
        FILES);
    assertThat(read("e").billedBytes()).isZero();
  }

  @Test
  void anExportOfAnEmptyTableHasNoFiles() {
    put("e/", SUMMARY.replace("\"itemCount\":5", "\"itemCount\":0"), "\n\n");
    assertThat(read("e").files()).isEmpty();
    assertThat(read("e").itemCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "DYNAMODB_JSON"  | "CSV"                       | manifest-summary.json: outputFormat is 'CSV'; supported: DYNAMODB_JSON, ION
          "DYNAMODB_JSON"  | null                        | outputFormat is ''
          "itemCount":5    | "itemCount":null            | manifest-summary.json has no count 'itemCount'
          "itemCount":5    | "itemCount":-1              | has no count 'itemCount'
          "itemCount":5    | "itemCount":5.5             | has no count 'itemCount'
          "itemCount":5    | "itemCount":"5"             | has no count 'itemCount'
          "itemCount":5    | "itemCount":99999999999999999999 | has no count 'itemCount'
          "itemCount":5    | "itemCount":5,"exportType":"INCREMENTAL_EXPORT","outputView":"OLD_IMAGE" | outputView is 'OLD_IMAGE'; supported: NEW_AND_OLD_IMAGES, NEW_IMAGE
          "itemCount":5    | "itemCount":5,"exportType":"SOME_EXPORT" | exportType is 'SOME_EXPORT'; supported: FULL_EXPORT, INCREMENTAL_EXPORT
          "itemCount":5    | "itemCount":5,"exportType":"INCREMENTAL_EXPORT","outputView":"NEW_AND_OLD_IMAGES","exportFromTime":"then" | exportFromTime 'then' is not a time
          "manifestFilesS3Key" | "other"                 | manifest-summary.json has no text 'manifestFilesS3Key'
          {"version"       | [{"version"                 | manifest-summary.json is not a whole JSON object
          "DYNAMODB_JSON"} | "DYNAMODB_JSON"             | is not a whole JSON object
          "DYNAMODB_JSON"} | "DYNAMODB_JSON"} {}         | is not a whole JSON object
          """)
  void aSummaryIsRefused(String part, String instead, String message) {
    assertThat(SUMMARY).contains(part);
    var e = refused(SUMMARY.replace(part, instead), FILES);
    assertThat(e).hasMessageContaining(message);
    assertThat(e.subject()).isEqualTo("manifest-summary.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "itemCount":2     | "itemCount":null   | manifest-files.json line 2 has no count 'itemCount'
          "itemCount":2     | "itemCount":-2     | line 2 has no count 'itemCount'
          "itemCount":2,    | ~~                 | line 2 has no count 'itemCount'
          "GU91TK0j/VScbZRuscHrZw==" | null      | line 2 has no text 'md5Checksum'
          GU91TK0j/VScbZRuscHrZw== | GU91TK0j    | line 2: md5Checksum 'GU91TK0j' is not a base64 MD5
          GU91TK0j/VScbZRuscHrZw== | ????        | md5Checksum '????' is not a base64 MD5
          "dataFileS3Key"   | "key"              | has no text 'dataFileS3Key'
          b.json.gz"}       | b.json.gz          | manifest-files.json line 2 is not a whole JSON object
          data/b.json.gz    | data/a.json.gz     | line 2: e/data/a.json.gz is listed twice
          """)
  void aListOfFilesIsRefused(String part, String instead, String message) {
    assertThat(FILES).contains(part);
    var e = refused(SUMMARY, FILES.replace(part, instead));
    assertThat(e).hasMessageContaining(message);
    assertThat(e.subject()).isEqualTo("manifest-files.json");
  }

  @Test
  void saysWhatIsNotThere() {
    assertThat(catchThrowableOfType(UnsoundSourceException.class, () -> read("none")))
        .hasMessage(
            "no manifest: s3://exports/none/manifest-summary.json does not exist;"
                + " give the export's folder");
    s3.put("e/manifest-summary.json", SUMMARY.getBytes(UTF_8));
    assertThat(catchThrowableOfType(UnsoundSourceException.class, () -> read("e")))
        .hasMessageStartingWith("no manifest: s3://exports/e/manifest-files.json");
    assertThat(
            catchThrowableOfType(
                UnsoundSourceException.class,
                () -> reader.read(new S3Location("other", "e"), false)))
        .hasMessage("no such bucket: other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest-summary", "manifest-files"})
  void aManifestMustMatchItsOwnChecksum(String name) {
    put("e/", SUMMARY, FILES);
    byte[] right = FakeS3.md5((name.equals("manifest-files") ? FILES : SUMMARY).getBytes(UTF_8));
    s3.put(
        "e/" + name + ".md5", (Base64.getEncoder().encodeToString(right) + "\n").getBytes(UTF_8));
    assertThat(read("e").unsound()).isEmpty();

    s3.put("e/" + name + ".md5", MD5.getBytes(UTF_8));
    var e = catchThrowableOfType(UnsoundSourceException.class, () -> read("e"));
    assertThat(e.subject()).isEqualTo(name + ".md5");
    assertThat(e)
        .hasMessageStartingWith(name + ".md5 says " + MD5 + ", but the MD5 of " + name + ".json is")
        .hasMessageContaining("--allow-unsound-manifest");
    assertThat(reader.read(new S3Location(FakeS3.BUCKET, "e"), true).unsound())
        .singleElement()
        .asString()
        .startsWith(name + ".md5 says " + MD5);
  }

  @Test
  void aDamagedManifestIsUnsoundOrRead() {
    Seeds.each(
        3000,
        seed -> {
          var random = new SplittableRandom(seed);
          byte[] summary = SUMMARY.getBytes(UTF_8);
          byte[] files = FILES.getBytes(UTF_8);
          boolean inFiles = random.nextBoolean();
          s3.put("e/manifest-summary.json", inFiles ? summary : Damage.to(summary, random));
          s3.put("e/manifest-files.json", inFiles ? Damage.to(files, random) : files);
          try {
            assertThat(read("e").files()).allMatch(file -> file.key().matches("(?s)(e|data)/.*"));
          } catch (UnsoundSourceException e) {
            assertThat(e.subject()).startsWith("manifest-");
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000FFFE", "FFFE0000", "000000", "FEFF", "EFBBBF", "FF", "0000"})
  void textInNoEncodingKnownIsUnsound(String hex) {
    put("e/", SUMMARY, FILES);
    s3.put("e/manifest-summary.json", java.util.HexFormat.of().parseHex(hex));
    assertThat(catchThrowableOfType(UnsoundSourceException.class, () -> read("e"))).isNotNull();
  }
}
