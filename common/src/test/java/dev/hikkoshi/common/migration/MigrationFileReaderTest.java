package dev.hikkoshi.common.migration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hikkoshi.common.item.Damage;
import dev.hikkoshi.common.item.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationFileReaderTest {
  private static final String LEAST =
      """
      name: users-2026-11
      source:
        dynamodb-export: s3://exports/AWSDynamoDB/0160-8a91
      destination:
        table: users
      """;
  private static final String FULL =
      LEAST
          + """
          target: 15000.5
          read-target: 300
          verify: none
          fleet: { local: { producers: 0, workers: 1000 } }
          """;

  private final MigrationFileReader reader = new MigrationFileReader();

  @Test
  void whatIsNotSaidHasDefaults() {
    assertThat(parse(LEAST))
        .isEqualTo(
            new MigrationFile(
                "users-2026-11",
                new Source.Exports(
                    List.of(new S3Location("exports", "AWSDynamoDB/0160-8a91")), null),
                new Destination.Table("users", null, Destination.Create.NEVER),
                4_000,
                OptionalDouble.empty(),
                Optional.empty(),
                new LocalFleet(1, 2)));
    assertThat(parse(LEAST + "fleet: { local: { workers: 5 } }").fleet())
        .isEqualTo(new LocalFleet(1, 5));
    assertThat(parse(LEAST + "fleet: { local: {} }").fleet()).isEqualTo(new LocalFleet(1, 2));
    assertThat(
            parse(
                    LEAST
                        + "fleet: { ecs: { cluster: move, producer-service: p, worker-service: w,"
                        + " producers: 2, workers: 30 } }")
                .fleet())
        .isEqualTo(new EcsFleet("move", "p", "w", 2, 30));
  }

  @Test
  void aTopicIsToldOfTheRun() {
    assertThat(parse(LEAST).notices()).isEmpty();
    String topic = "arn:aws:sns:eu-west-1:111122223333:night";
    assertThat(parse(LEAST + "notify: " + topic).notices())
        .contains(new Notify(topic, Duration.ofMinutes(10)));
    assertThat(parse(LEAST + "notify: { topic: '" + topic + "', stall-minutes: 3 }").notices())
        .contains(new Notify(topic, Duration.ofMinutes(3)));
  }

  @Test
  void severalExportsAreLoadedInTheirOrder() {
    assertThat(
            parse(
                    LEAST.replace(
                        "s3://exports/AWSDynamoDB/0160-8a91", "[s3://a/full, s3://b/later]"))
                .source())
        .isEqualTo(
            new Source.Exports(
                List.of(new S3Location("a", "full"), new S3Location("b", "later")), null));
  }

  @Test
  void everyKeyCounts() {
    assertThat(parse(FULL))
        .isEqualTo(
            new MigrationFile(
                "users-2026-11",
                new Source.Exports(
                    List.of(new S3Location("exports", "AWSDynamoDB/0160-8a91")), null),
                new Destination.Table("users", null, Destination.Create.NEVER),
                15_000.5,
                OptionalDouble.of(300),
                Optional.of(VerifyMode.NONE),
                new LocalFleet(0, 1000)));
  }

  @Test
  void aTableIsExportedFirst() {
    assertThat(
            parse(
                """
                name: m
                source:
                  table: arn:aws:dynamodb:eu-west-1:111122223333:table/users
                  export-to: s3://exports/nightly
                  export-bucket-owner: '012345678901'
                  role: arn:aws:iam::111122223333:role/team/read
                  external-id: 'secret:1'
                destination:
                  table: users
                  role: arn:aws:iam::444455556666:role/write
                  create: like-source
                  indexes: after-load
                """))
        .isEqualTo(
            new MigrationFile(
                "m",
                new Source.Table(
                    "arn:aws:dynamodb:eu-west-1:111122223333:table/users",
                    new S3Location("exports", "nightly"),
                    "012345678901",
                    new Role("arn:aws:iam::111122223333:role/team/read", "secret:1")),
                new Destination.Table(
                    "users",
                    new Role("arn:aws:iam::444455556666:role/write", null),
                    Destination.Create.LIKE_SOURCE_INDEXES_LATER),
                4_000,
                OptionalDouble.empty(),
                Optional.empty(),
                new LocalFleet(1, 2)));
    assertThat(parse(LEAST + "  create: like-source").toTable().create())
        .isEqualTo(Destination.Create.LIKE_SOURCE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          dynamodb-export: s3://a/b, table: arn:x | source.dynamodb-export | 'source' has both 'dynamodb-export' and 'table' with 'export-to'; allowed: exactly one
          dynamodb-export: s3://a/b, export-bucket-owner: '111122223333' | source.dynamodb-export | exactly one of them
          role: arn:aws:iam::111122223333:role/r | source.dynamodb-export | key 'source.dynamodb-export' is missing, and so are
          table: users, export-to: s3://a/b | source.table | key 'source.table' is 'users'; allowed: the table's ARN
          table: arn:aws:dynamodb:r:111122223333:table/users | source.export-to | key 'source.export-to' is missing
          export-to: s3://a/b | source.table | key 'source.table' is missing
          table: arn:aws:dynamodb:r:111122223333:table/users, export-to: /a | source.export-to | is '/a'; allowed: s3://bucket/prefix
          table: arn:aws:dynamodb:r:111122223333:table/users, export-to: s3://a, export-bucket-owner: 7 | source.export-bucket-owner | is 7; allowed: the 12 digits
          dynamodb-export: s3://a/b, role: admin | source.role | key 'source.role' is 'admin'; allowed: arn:aws:iam::<12 digits>:role/<name>
          dynamodb-export: s3://a/b, role: | source.role | key 'source.role' is ''; allowed
          dynamodb-export: s3://a/b, external-id: abc | source.external-id | belongs to a role: key 'source.role' is missing
          dynamodb-export: s3://a/b, role: arn:aws:iam::111122223333:role/r, external-id: a | source.external-id | is 'a'; allowed: 2 to 1224
          """)
  void aSourceIsOneThing(String source, String subject, String message) {
    assertRefused(
        "name: m\nsource: { " + source + " }\ndestination: { table: users }\n", subject, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          create: always | destination.create | key 'destination.create' is 'always'; allowed: like-source
          create: | destination.create | allowed: like-source
          indexes: after-load | destination.indexes | belongs to a table that is created
          create: like-source, indexes: never | destination.indexes | is 'never'; allowed: with-table, after-load
          role: arn:aws:iam::1:role/r | destination.role | allowed: arn:aws:iam
          external-id: abc | destination.external-id | key 'destination.role' is missing
          """)
  void aDestinationIsMadeOrThere(String destination, String subject, String message) {
    assertRefused(
        "name: m\nsource: { dynamodb-export: s3://a/b }\ndestination: { table: users, "
            + destination
            + " }\n",
        subject,
        message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"20261101", "007", "0x10", "1e3", "true", "no", "2026-11-01"})
  void aNameIsWhatStandsThereWhateverYamlTakesItFor(String name) {
    assertThat(parse(LEAST.replace("users-2026-11", name)).name()).isEqualTo(name);
    assertThat(parse(LEAST.replace("users-2026-11", "'" + name + "'")).name()).isEqualTo(name);
  }

  @Test
  void jsonIsYamlToo() {
    assertThat(
            parse(
                    """
                    {"name":"m","source":{"dynamodb-export":"s3://b/k"},"destination":{"table":"tab"},"target":1}
                    """)
                .target())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          name: users-2026-11       | ~~                      | name | key 'name' is missing
          name: users-2026-11       | name:                   | name | key 'name' is ''; allowed
          name: users-2026-11       | name: null              | name | key 'name' is missing
          name: users-2026-11       | name: Users             | name | key 'name' is 'Users'; allowed: 1 to 64 of a-z, 0-9 and -, with
          name: users-2026-11       | name: ''                | name | key 'name' is ''; allowed
          name: users-2026-11       | name: [a]               | name | key 'name' is ["a"]; allowed
          name: users-2026-11       | name: 1.5               | name | key 'name' is '1.5'; allowed
          name: users-2026-11       | name: 1_000             | name | key 'name' is '1_000'; allowed
          dynamodb-export: s3://exports/AWSDynamoDB/0160-8a91 | {} | source.dynamodb-export | key 'source.dynamodb-export' is missing
          s3://exports/AWSDynamoDB/0160-8a91 | exports/x      | source.dynamodb-export | is 'exports/x'; allowed: s3://bucket/
          s3://exports/AWSDynamoDB/0160-8a91 | s3:///x        | source.dynamodb-export | is 's3:///x'; allowed: s3://bucket/
          s3://exports/AWSDynamoDB/0160-8a91 | 7              | source.dynamodb-export | is 7; allowed: s3://bucket/
          s3://exports/AWSDynamoDB/0160-8a91 | []             | source.dynamodb-export | is []; allowed: s3://bucket/
          s3://exports/AWSDynamoDB/0160-8a91 | [s3://a/b, 7]  | source.dynamodb-export | is 7; allowed: s3://bucket/
          s3://exports/AWSDynamoDB/0160-8a91 | [s3://a/b, s3://a/b] | source.dynamodb-export | allowed: each export once
          dynamodb-export:          | dynamodb-exports:       | source.dynamodb-exports | unknown key 'source.dynamodb-exports' (value 's3://exports/AWSDynamoDB/0160-8a91'); allowed here: dynamodb-export, export-bucket-owner, export-to, external-id, role, table
          table: users              | table: ab               | destination.table | key 'destination.table' is 'ab'; allowed: a table name of 3 to 255
          table: users              | table: us/ers           | destination.table | is 'us/ers'; allowed: a table name
          table: users              | table: 1234             | destination.table | is 1234; allowed: a table name
          table: users              | bucket: users           | destination.bucket | items cannot go to a bucket: give 'destination.table'
          target: 15000.5           | target: 0               | target | key 'target' is 0; allowed: write units per second, 1 to 10000000
          target: 15000.5           | target: -1              | target | is -1; allowed
          target: 15000.5           | target: 10000001        | target | is 10000001; allowed
          target: 15000.5           | target: .nan            | f.yaml | f.yaml is not valid YAML (line 6, column 13): Malformed numeric value '.nan'
          target: 15000.5           | target: 1e999           | target | allowed: write units
          target: 15000.5           | target: fast            | target | is 'fast'; allowed: write units
          target: 15000.5           | target: '100'           | target | is '100'; allowed: write units
          target: 15000.5           | target:                 | target | is ''; allowed: write units
          read-target: 300          | read-target: 0          | read-target | key 'read-target' is 0; allowed: read units per second, 1 to 10000000
          read-target: 300          | read-target: half       | read-target | is 'half'; allowed: read units
          target: 15000.5           | speed: 1                | speed | unknown key 'speed' (value 1); allowed here: destination, exclude, fleet, include, log, max-delete, name, notify, read-target, source, target, verify
          verify: none              | verify: some            | verify | key 'verify' is 'some'; allowed: all, transferred, none
          verify: none              | verify: ALL             | verify | is 'ALL'; allowed: all, transferred, none
          verify: none              | verify: true            | verify | is true; allowed: all, transferred, none
          verify: none              | verify:                 | verify | is ''; allowed: all, transferred, none
          fleet: { local: { producers: 0, workers: 1000 } } | fleet: local | fleet | key 'fleet' is 'local'; allowed: a section
          fleet: { local: { producers: 0, workers: 1000 } } | fleet: {}    | fleet | key 'fleet' is {}; allowed: either 'local' or 'ecs'
          { producers: 0, workers: 1000 } | 3                 | fleet.local | key 'fleet.local' is 3; allowed: { producers: 1, workers: 2 }
          local:                    | ecs:                    | fleet.ecs.cluster | key 'fleet.ecs.cluster' is missing
          local:                    | eks:                    | fleet.eks | unknown key 'fleet.eks'
          local: { producers: 0, workers: 1000 } | ecs: { cluster: c, producer-service: p, worker-service: w, workers: 2 } | fleet.ecs.producers | key 'fleet.ecs.producers' is missing
          local: { producers: 0, workers: 1000 } | ecs: { cluster: c, producer-service: p, worker-service: w, producers: 0, workers: 2 } | fleet.ecs.producers | is 0; allowed: a whole number from 1 to 5000
          local: { producers: 0, workers: 1000 } | ecs: { cluster: 'a b', producer-service: p, worker-service: w, producers: 1, workers: 2 } | fleet.ecs.cluster | is 'a b'; allowed: a cluster's name or ARN
          workers: 1000             | workers: 1001           | fleet.local.workers | key 'fleet.local.workers' is 1001; allowed: a whole number from 0 to 1000
          workers: 1000             | workers: -1             | fleet.local.workers | is -1; allowed
          workers: 1000             | workers: 1.5            | fleet.local.workers | is 1.5; allowed
          workers: 1000             | workers: many           | fleet.local.workers | is 'many'; allowed
          workers: 1000             | workers: 99999999999    | fleet.local.workers | is 99999999999; allowed
          verify: none | notify: me | notify | key 'notify' is 'me'; allowed: arn:aws:sns:<region>:<12 digits>:<name>
          verify: none | notify: { topic: "arn:aws:sns:r:111122223333:t", stall-minutes: 0 } | notify.stall-minutes | is 0; allowed: a whole number from 1 to 1440
          producers: 0              | producer: 0             | fleet.local.producer | unknown key 'fleet.local.producer' (value 0); allowed here: producers, workers
          """)
  void aRefusalNamesKeyValueAndWhatIsAllowed(
      String part, String instead, String subject, String message) {
    assertThat(FULL).contains(part);
    assertRefused(FULL.replace(part, instead), subject, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name: other", "source: {}", "target: 1"})
  void refusesRepeatedKeys(String again) {
    assertRefused(FULL + again + "\n", "f.yaml", "f.yaml is not valid YAML");
  }

  @Test
  void refusesASecondDocument() {
    assertRefused(LEAST + "---\n" + FULL, "f.yaml", "f.yaml");
  }

  @Test
  void cutsLongValuesInMessages() {
    assertRefused(
        LEAST.replace("users-2026-11", "A".repeat(1000)),
        "name",
        "is '" + "A".repeat(79) + "…; allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "# nothing\n",
        "~",
        "hello",
        "- a\n- b",
        "name: [",
        "name: {a",
        "\tname: x",
        "a: b: c",
        "name: 'x",
        "\u0000",
        "name: \u0007",
        "%YAML 9.9\n---\nname: x",
        "name: !!java.io.File x",
        "name: *unknown",
        "&a name: *a",
        "name: \"\\ud800\"",
        "<html></html>"
      })
  void refusesWhatIsNoMigrationFile(String text) {
    assertThat(
            catchThrowableOfType(MigrationFileException.class, () -> reader.parse(text, "f.yaml")))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- "})
  void refusesHostileNesting(String open) {
    assertThat(
            catchThrowableOfType(
                MigrationFileException.class, () -> reader.parse(open.repeat(10_000), "f.yaml")))
        .isNotNull();
  }

  @Test
  void aDamagedFileIsRefusedOrRead() {
    int[] outcomes = new int[2];
    Seeds.each(
        2000,
        seed -> {
          byte[] damaged = Damage.to(FULL.getBytes(UTF_8), new SplittableRandom(seed));
          try {
            parse(new String(damaged, UTF_8));
            outcomes[1]++;
          } catch (MigrationFileException e) {
            assertThat(e.subject()).isNotEmpty();
            outcomes[0]++;
          }
        });
    assertThat(outcomes[0]).isGreaterThan(500);
    assertThat(outcomes[1]).isGreaterThan(100);
  }

  @Test
  void readsAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("m.yaml"), LEAST);
    assertThat(reader.read(file)).isEqualTo(parse(LEAST));
  }

  @Test
  void saysWhichFileIsMissing(@TempDir Path folder) {
    Path file = folder.resolve("none.yaml");
    assertUnreadable(file, "no such migration file: " + file);
  }

  @Test
  void saysWhichFileCannotBeRead(@TempDir Path folder) {
    assertUnreadable(folder, "cannot read " + folder);
  }

  @Test
  void saysWhichFileIsNotUtf8(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("m.yaml"), (LEAST + "# é").getBytes(ISO_8859_1));
    assertUnreadable(file, file + " is not UTF-8 text");
  }

  private void assertUnreadable(Path file, String message) {
    var e = catchThrowableOfType(MigrationFileException.class, () -> reader.read(file));
    assertThat(e).hasMessageContaining(message);
    assertThat(e.subject()).isEqualTo(file.toString());
  }

  private void assertRefused(String text, String subject, String message) {
    var e = catchThrowableOfType(MigrationFileException.class, () -> parse(text));
    assertThat(e).as(text).isNotNull().hasMessageContaining(message);
    assertThat(e.subject()).isEqualTo(subject);
  }

  private MigrationFile parse(String text) {
    return reader.parse(text, "f.yaml");
  }

  @ParameterizedTest
  @CsvSource({
    "users-{date}, 2026-11-21T23:59:59Z, , users-2026-11-21",
    "'{date}-{date}', 2026-02-01T00:00:00Z, , 2026-02-01-2026-02-01",
    "users-{date}, 2026-11-21T23:59:59Z, 2026-11-19, users-2026-11-19",
    "users, 2026-11-21T23:59:59Z, nonsense, users",
  })
  void aDateInTheNameIsADay(String name, Instant now, @Nullable String given, String expected) {
    Map<String, String> environment = given == null ? Map.of() : Map.of("HIKKOSHI_DATE", given);
    var reader = new MigrationFileReader(environment, Clock.fixed(now, ZoneOffset.UTC));
    assertThat(reader.parse(LEAST.replace("users-2026-11", "'" + name + "'"), "f").name())
        .isEqualTo(expected);
  }

  @Test
  void aDayThatIsNoneIsRefused() {
    var reader = new MigrationFileReader(Map.of("HIKKOSHI_DATE", "yesterday"), Clock.systemUTC());
    assertThatThrownBy(() -> reader.parse(LEAST.replace("users-2026-11", "u-{date}"), "f"))
        .isInstanceOf(MigrationFileException.class)
        .hasMessageContaining("HIKKOSHI_DATE is 'yesterday'; allowed: a day");
  }
}
