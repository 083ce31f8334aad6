package dev.hikkoshi.common.migration;

/// A checked migration file.
///
/// @param name the migration's id in ledger and messages, `[a-z0-9-]{1,64}`
/// @param export the export's folder or its `manifest-summary.json`
/// @param table the destination table
/// @param target write units per second for the whole fleet; above 0
/// @param verify what is compared at the end
/// @param fleet what `run` starts in its own process
public record MigrationFile(
    String name,
    S3Location export,
    String table,
    double target,
    VerifyMode verify,
    LocalFleet fleet) {

  /// What a new on-demand table takes at once, in write units per second.
  public static final double DEFAULT_TARGET = 4_000;

  /// The same under another name.
  public MigrationFile named(String other) {
    return new MigrationFile(other, export, table, target, verify, fleet);
  }
}
