package dev.hikkoshi.common.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.common.migration.Role;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.VerifyMode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigrationRowsTest {
  private final MigrationRows migrations = InMemoryDynamoDb.ledger().migrations();

  @BeforeEach
  void planned() {
    migrations.create(
        new Migration(
            "m",
            List.of(
                new ExportLoad(
                    new S3Location("b", "manifest"),
                    ExportFormat.DYNAMODB_JSON,
                    ExportView.ITEMS,
                    7,
                    false)),
            new TableDestination("users", KeySchema.of("id", KeyType.S)),
            new Role("arn:aws:iam::111122223333:role/read", "external"),
            new Role("arn:aws:iam::444455556666:role/write", null),
            new LikeSource("arn:source", true, LikeSource.Stage.PLANNED),
            100,
            100,
            100,
            50,
            VerifyMode.ALL,
            MigrationState.CHECKING,
            0,
            1,
            64,
            List.of(),
            Instant.EPOCH));
  }

  private Migration migration() {
    return migrations.find("m").orElseThrow();
  }

  @Test
  void whileItIsVerifiedItsRateIsThatOfReads() {
    assertThat(migration().rate()).isEqualTo(100);
    migrations.readTarget("m", 70);
    assertThat(migrations.advance("m", 0, MigrationState.VERIFYING, "one")).isTrue();
    assertThat(migration().rate()).isEqualTo(70);
    migrations.target("m", 0);
    assertThat(migration().rate()).isZero();
  }

  @Test
  void onlyOneAdvancesAPhase() {
    assertThat(migrations.advance("m", 0, "one")).isTrue();
    assertThat(migrations.advance("m", 0, "another")).isFalse();
    assertThat(migration().phase()).isEqualTo(1);
    assertThat(migrations.advance("m", 1, MigrationState.VERIFYING, "another")).isTrue();
    assertThat(migration().state()).isEqualTo(MigrationState.VERIFYING);
    assertThat(migrations.advance("m", 0, "one")).isFalse();
  }

  /// The first answer was lost and the request sent again.
  @Test
  void whoAdvancedIsToldSoHoweverOftenItAsks() {
    assertThat(migrations.advance("m", 0, "one")).isTrue();
    assertThat(migrations.advance("m", 0, "one")).isTrue();
    assertThat(migration().phase()).isEqualTo(1);
  }

  @Test
  void rolesAndTheTableThatIsMadeAreKept() {
    assertThat(migration().sourceRole())
        .isEqualTo(new Role("arn:aws:iam::111122223333:role/read", "external"));
    assertThat(migration().destinationRole())
        .isEqualTo(new Role("arn:aws:iam::444455556666:role/write", null));
    migrations.tableStage("m", LikeSource.Stage.OWN);
    assertThat(migration().likeSource())
        .isEqualTo(new LikeSource("arn:source", true, LikeSource.Stage.OWN));
  }

  @Test
  void whatIsSaidLateOfAnEarlierPhaseCountsForNothing() {
    migrations.advance("m", 0, MigrationState.VERIFYING, "one");
    assertThat(migrations.state("m", 0, MigrationState.PRODUCING)).isFalse();
    assertThat(migration().state()).isEqualTo(MigrationState.VERIFYING);
  }
}
