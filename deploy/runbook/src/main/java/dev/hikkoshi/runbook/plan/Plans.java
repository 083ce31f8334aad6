package dev.hikkoshi.runbook.plan;

import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.cli.CommandException;

/// Plans migrations of either kind.
public final class Plans {
  private Plans() {}

  /// Plans a migration. Reads the source and what describes the destination; writes nothing.
  ///
  /// @throws UnsoundSourceException if the source is not sound
  /// @throws CommandException exit 3 if source or destination cannot be looked at
  public static MigrationPlan plan(Services services, MigrationFile file, PlanOptions options) {
    return file.source() instanceof Source.Objects from
            && file.destination() instanceof Destination.Bucket to
        ? new BucketPlan(services, file, from, to, options).plan()
        : new TablePlan(services, file, options).plan();
  }
}
