package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Load;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.producer.export.ExportManifestReader;
import dev.hikkoshi.runbook.cli.CommandException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// The migration of a file, as the ledger has it.
final class LedgerMigration {
  private final Services services;
  private final Ledger ledger;
  private final MigrationFile file;
  private final Progress progress;

  LedgerMigration(Services services, MigrationFile file, Progress progress) {
    this.services = services;
    this.ledger = services.ledger();
    this.file = file;
    this.progress = progress;
  }

  String name() {
    return file.name();
  }

  Optional<Migration> find() {
    return ledger.migrations().find(file.name());
  }

  boolean isPlanned() {
    return find().isPresent();
  }

  /// As it is now; it is planned.
  Migration now() {
    return find().orElseThrow();
  }

  List<Split> splits() {
    return ledger.splits().all(file.name());
  }

  /// As it is, if it is what the file describes.
  ///
  /// @throws CommandException if it was never run
  Migration known() {
    Optional<Migration> known = ledger.exists() ? find() : Optional.empty();
    Migration migration = known.orElseThrow(() -> CommandException.neverRun(file.name()));
    requireSame(migration);
    return migration;
  }

  /// Takes over what may be changed in the file of a migration that is planned.
  void adopt() {
    Migration migration = now();
    requireSame(migration);
    if (migration.fileTarget() != file.target()) {
      ledger.migrations().fileTarget(file.name(), file.target());
    }
    if (!Objects.equals(migration.sourceRole(), file.source().role())
        || !Objects.equals(migration.destinationRole(), file.destination().role())) {
      ledger.migrations().roles(file.name(), file.source().role(), file.destination().role());
    }
  }

  /// The exports that are moved.
  ///
  /// @throws CommandException if a table is to be exported and was not yet
  List<S3Location> exports() {
    return switch (file.source()) {
      case Source.Exports(var locations, _) -> locations;
      case Source.Table table ->
          new ExportStep(services, file.name(), table, progress)
              .manifest()
              .map(List::of)
              .orElseThrow(() ->
                  CommandException.failed(
                      "unknown",
                      file.name(),
                      table.arn()
                          + " was not exported for "
                          + file.name()
                          + " yet: 'hikkoshi run' does that"));
      case Source.Objects objects ->
          throw new IllegalStateException(objects.location() + " is no export");
    };
  }

  /// @throws CommandException exit 2 if a migration of the ledger is not what the file describes
  void requireSame(Migration migration) {
    boolean same =
        file.source() instanceof Source.Objects objects
            ? isSame(migration, objects)
            : !migration.movesObjects()
                && migration.table().equals(file.table())
                && manifests(migration)
                    .equals(exports().stream().map(ExportManifestReader::summary).toList());
    if (!same) {
      throw CommandException.usage(
          "name",
          "a migration named '"
              + file.name()
              + "' is in the ledger already, from "
              + manifests(migration).stream()
                  .map(S3Location::toString)
                  .collect(Collectors.joining(", "))
              + " to "
              + migration.destination().description()
              + "; give this one another name");
    }
  }

  private static List<S3Location> manifests(Migration migration) {
    return migration.loads().stream().map(Load::manifest).toList();
  }

  /// Whatever else the file says of a copy is as it was planned, and how much may be deleted.
  private boolean isSame(Migration migration, Source.Objects objects) {
    return migration.destination() instanceof BucketDestination planned
        && file.destination() instanceof Destination.Bucket bucket
        && ObjectPlanner.isPlanned(objects, migration)
        && planned.bucket().equals(bucket.bucket())
        && planned.prefix().equals(bucket.prefix())
        && planned.settings().equals(bucket.settings());
  }
}
