package dev.hikkoshi.common.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.objects.KeyPatterns;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Migration files of buckets.
class BucketFileTest {
  private static final String INVENTORY =
      """
      name: photos
      source: { s3-inventory: s3://inv/src/daily/2021-01-24T00-00Z/manifest.json }
      destination: { bucket: dst }
      """;
  private static final String LISTING =
      """
      name: photos
      source: { s3-bucket: s3://src/a/ }
      destination: { bucket: dst }
      """;
  private static final String DELTA =
      INVENTORY.replace("json }", "json, previous: s3://inv/p/manifest.json }");

  private final MigrationFileReader reader = new MigrationFileReader();

  private MigrationFile parse(String text) {
    return reader.parse(text, "f.yaml");
  }

  @Test
  void whatIsNotSaidHasDefaults() {
    MigrationFile file = parse(INVENTORY);
    assertThat(file.source())
        .isEqualTo(
            new Source.Inventory(
                S3Location.parse("s3://inv/src/daily/2021-01-24T00-00Z/manifest.json"),
                false,
                null,
                OptionalLong.empty(),
                KeyPatterns.ALL,
                null));
    assertThat(file.destination())
        .isEqualTo(new Destination.Bucket("dst", "", CopySettings.STANDARD, null));
    assertThat(file.target()).isEqualTo(3_500);
    assertThat(parse(LISTING).source())
        .isEqualTo(
            new Source.Bucket(S3Location.parse("s3://src/a/"), false, KeyPatterns.ALL, null));
  }

  @Test
  void everythingCanBeSaid() {
    MigrationFile file =
        parse(
            DELTA.replace(
                    "bucket: dst",
                    "bucket: dst, prefix: moved/, storage-class: STANDARD_IA, kms-key: alias/k, acl: bucket-owner-full-control, multipart-threshold: 5MiB, part-size: 8388608")
                + "include: [\"/photos/*\"]\nexclude: [\"*.tmp\"]\nmax-delete: 7\n");
    assertThat(file.source())
        .isEqualTo(
            new Source.Inventory(
                S3Location.parse("s3://inv/src/daily/2021-01-24T00-00Z/manifest.json"),
                false,
                new Previous.Inventory(S3Location.parse("s3://inv/p/manifest.json")),
                OptionalLong.of(7),
                new KeyPatterns(List.of("/photos/*"), List.of("*.tmp")),
                null));
    assertThat(file.destination())
        .isEqualTo(
            new Destination.Bucket(
                "dst",
                "moved/",
                new CopySettings("STANDARD_IA", "alias/k", true, 5 << 20, 8 << 20),
                null));
  }

  @Test
  void theDestinationCanBeListed() {
    assertThat(parse(DELTA.replace("s3://inv/p/manifest.json", "destination")).source())
        .extracting("previous")
        .isEqualTo(new Previous.Listed());
    assertRefused(
        DELTA.replace("s3://inv/p/manifest.json", "there"), "source.previous", "destination");
  }

  @Test
  void versionsCanBeSaidOfBoth() {
    assertThat(objects(LISTING + "versions: all").versions()).isTrue();
    assertThat(objects(INVENTORY + "versions: all").versions()).isTrue();
    assertThat(objects(INVENTORY + "versions: current").versions()).isFalse();
  }

  private Source.Objects objects(String text) {
    return (Source.Objects) parse(text).source();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          prefix: 7                    | destination.prefix              | a text
          storage-class: cold          | destination.storage-class       | STANDARD_IA
          acl: private                 | destination.acl                 | bucket-owner-full-control
          part-size: 4MiB              | destination.part-size           | 5MiB to 5GiB
          multipart-threshold: 6GiB    | destination.multipart-threshold | 5MiB to 5GiB
          part-size: 9999999999999GiB  | destination.part-size           | 5MiB to 5GiB
          table: users                 | destination.table               | unknown key
          """)
  void aWrongKeyOfTheDestinationIsNamed(String key, String subject, String message) {
    assertRefused(INVENTORY.replace("bucket: dst", "bucket: dst, " + key), subject, message);
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    assertRefused(INVENTORY.replace("bucket: dst", "table: dst"), "destination.table", "objects");
    assertRefused(
        INVENTORY.replace("s3-inventory", "dynamodb-export"), "destination.bucket", "items");
    assertRefused(
        INVENTORY.replace("{ s3-inv", "{ s3-bucket: s3://b, s3-inv"),
        "source.s3-inventory",
        "both");
    assertRefused(LISTING + "versions: some", "versions", "all, current");
    assertRefused(DELTA + "versions: all", "versions", "do not go together");
    assertRefused(
        LISTING.replace("{ s3-b", "{ previous: s3://i/manifest.json, s3-b"),
        "source.previous",
        "belongs");
    assertRefused(INVENTORY + "max-delete: 1", "max-delete", "source.previous");
    assertRefused(LISTING + "max-delete: 1", "max-delete", "source.previous");
    assertRefused(DELTA + "max-delete: -1", "max-delete", "0 or more");
    assertRefused(INVENTORY + "include: a*", "include", "a list");
    assertRefused(INVENTORY + "exclude: [\"\"]", "exclude", "a pattern");
    assertRefused(
        "name: t\nsource: { dynamodb-export: s3://e/x }\ndestination: { table: users }\ninclude: [a]",
        "include",
        "belongs to a bucket");
  }

  private void assertRefused(String text, String subject, String message) {
    var e = catchThrowableOfType(MigrationFileException.class, () -> parse(text));
    assertThat(e).as(text).isNotNull().hasMessageContaining(message);
    assertThat(e.subject()).isEqualTo(subject);
  }
}
