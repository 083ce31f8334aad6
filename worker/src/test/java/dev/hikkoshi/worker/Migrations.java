package dev.hikkoshi.worker;

import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.common.ledger.ExportFormat;
import dev.hikkoshi.common.ledger.ExportLoad;
import dev.hikkoshi.common.ledger.ExportView;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.TableDestination;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.worker.fleet.Lease;
import java.time.Instant;
import java.util.List;

/// Migrations of a table `users` whose key is the number `id`.
public final class Migrations {
  public static final KeySchema KEY = KeySchema.of("id", KeyType.N);

  private Migrations() {}

  public static Migration in(MigrationState state, int phase) {
    return in(state, phase, Instant.EPOCH);
  }

  public static Migration in(MigrationState state, int phase, Instant created) {
    return new Migration(
        "m",
        List.of(
            new ExportLoad(
                new S3Location("exports", "e/manifest-summary.json"),
                ExportFormat.DYNAMODB_JSON,
                ExportView.ITEMS,
                0,
                false)),
        new TableDestination("users", KEY),
        null,
        null,
        null,
        1000,
        1000,
        4000,
        6000,
        VerifyMode.ALL,
        state,
        phase,
        1,
        64,
        List.of(),
        created);
  }

  /// A lease that allows units of phase 0, or one that does not.
  public static Lease lease(boolean allows, Instant checkedAt) {
    return new Lease(
        in(allows ? MigrationState.PRODUCING : MigrationState.PAUSED, 0), checkedAt, 0, true);
  }
}
