package dev.hikkoshi.worker.fleet;

import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/// What the ledger said of a unit's migration, and when.
///
/// @param migration as the ledger had it
/// @param checkedAt when it was asked, by this machine's clock: the instant writes are signed for
/// @param phase the phase of the unit in question
/// @param alive whether the fleet hears this worker
public record Lease(Migration migration, Instant checkedAt, int phase, boolean alive) {
  private static final Set<MigrationState> WORKING =
      EnumSet.of(MigrationState.PRODUCING, MigrationState.DRAINING, MigrationState.VERIFYING);

  /// Whether the unit may be executed now.
  public boolean allows() {
    return alive && migration.phase() == phase && WORKING.contains(migration.state());
  }

  /// Whether the unit's phase is over, so that it will never be executed again.
  public boolean over() {
    return migration.phase() > phase;
  }
}
