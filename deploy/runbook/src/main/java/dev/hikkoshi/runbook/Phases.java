package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.runbook.cli.CommandException;
import java.time.Duration;

/// The phases of a migration: its loads one after the other, then comparing and sending again by
/// turns. None begins before the one before it is over.
final class Phases {
  private final Services services;
  private final Ledger ledger;
  private final LedgerMigration migration;
  private final FleetWatch fleetWatch;
  private final Duration signatureValidity;
  private final Progress progress;

  /// @param fleetWatch has looked at the fleet for as long as possible
  /// @param signatureValidity how long the destination accepts a signature
  Phases(
      Services services,
      LedgerMigration migration,
      FleetWatch fleetWatch,
      Duration signatureValidity,
      Progress progress) {
    this.services = services;
    this.ledger = services.ledger();
    this.migration = migration;
    this.fleetWatch = fleetWatch;
    this.signatureValidity = signatureValidity;
    this.progress = progress;
  }

  /// Nothing that was sent before can be written any more.
  void close() throws InterruptedException {
    Migration now = migration.now();
    boolean resending = now.phase() > now.loads().size() && now.state() == MigrationState.PRODUCING;
    if (resending) {
      advance(now);
    }
    // Any other phase is a verification's, which began when this had been waited for.
    if (resending || now.phase() == now.loads().size()) {
      fence();
    }
  }

  /// Begins a phase in which items are sent once more.
  void open() throws InterruptedException {
    if (!ledger
        .migrations()
        .advance(
            migration.name(), migration.now().phase(), MigrationState.PRODUCING, services.id())) {
      throw overtaken(migration.name());
    }
    fence();
  }

  /// Waits until nothing of an earlier phase can be written any more.
  void fence() throws InterruptedException {
    Migration now = migration.now();
    new Fence(
            ledger.fleet(),
            fleetWatch,
            signatureValidity,
            services.time()::nanoTime,
            services.time(),
            progress)
        .await(now.name(), now.phase());
  }

  /// Ends a phase.
  ///
  /// @param from as it was when what belongs to the phase was over
  void advance(Migration from) {
    if (!ledger.migrations().advance(from.name(), from.phase(), services.id())) {
      throw overtaken(from.name());
    }
  }

  static CommandException overtaken(String migration) {
    return CommandException.failed(
        "failed", migration, "another run of " + migration + " has gone on with it; wait for it");
  }
}
