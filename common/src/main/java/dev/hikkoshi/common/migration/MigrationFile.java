package dev.hikkoshi.common.migration;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A checked migration file.
///
/// @param name the migration's id in ledger and messages, `[a-z0-9-]{1,64}`
/// @param exports folders of exports or their `manifest-summary.json`, in the order of loading
/// @param table the destination table
/// @param target write units per second for the whole fleet; above 0
/// @param readTarget read units per second for the whole fleet while the destination is verified;
///   nothing = half of what the table takes at once
/// @param verify what is compared at the end; nothing = everything, if the exports tell what
///   everything is
/// @param fleet what `run` starts in its own process
public record MigrationFile(
    String name,
    List<S3Location> exports,
    String table,
    double target,
    OptionalDouble readTarget,
    Optional<VerifyMode> verify,
    LocalFleet fleet) {

  /// What a new on-demand table takes at once, in write units per second.
  public static final double DEFAULT_TARGET = 4_000;

  public MigrationFile {
    exports = List.copyOf(exports);
  }

  /// The same under another name.
  public MigrationFile named(String other) {
    return new MigrationFile(other, exports, table, target, readTarget, verify, fleet);
  }
}
