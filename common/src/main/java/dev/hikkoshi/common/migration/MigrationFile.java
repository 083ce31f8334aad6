package dev.hikkoshi.common.migration;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A checked migration file.
///
/// @param name the migration's id in ledger and messages, `[a-z0-9-]{1,64}`
/// @param source where the items come from
/// @param destination where they go
/// @param target write units per second for the whole fleet; above 0
/// @param readTarget read units per second for the whole fleet while the destination is verified;
///   nothing = half of what the table takes at once
/// @param verify what is compared at the end; nothing = everything, if the exports tell what
///   everything is
/// @param fleet what `run` starts in its own process
public record MigrationFile(
    String name,
    Source source,
    Destination destination,
    double target,
    OptionalDouble readTarget,
    Optional<VerifyMode> verify,
    LocalFleet fleet) {

  /// What a new on-demand table takes at once, in write units per second.
  public static final double DEFAULT_TARGET = 4_000;

  /// The same under another name, for a source that is exported and a destination that is there.
  public MigrationFile comparison(String other, List<S3Location> exports) {
    return new MigrationFile(
        other,
        new Source.Exports(exports, source.role()),
        new Destination(table(), destination.role(), Destination.Create.NEVER),
        target,
        readTarget,
        verify,
        fleet);
  }

  /// The destination table's name.
  public String table() {
    return destination.table();
  }
}
