package dev.hikkoshi.common.migration;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// A checked migration file.
///
/// @param name the migration's id in ledger and messages, `[a-z0-9-]{1,64}`
/// @param source where everything comes from
/// @param destination where it goes
/// @param target write units, or copies of objects, per second for the whole fleet; see [#isTarget]
/// @param readTarget read units per second for the whole fleet while the destination is verified;
///   nothing = half of what the table takes at once
/// @param verify what is compared at the end; nothing = everything, if the exports tell what
///   everything is
/// @param fleet what `run` starts
/// @param notices who is told how a run goes; nothing = nobody
/// @param log the folder where what each run says is kept; nothing = nowhere
public record MigrationFile(
    String name,
    Source source,
    Destination destination,
    double target,
    OptionalDouble readTarget,
    Optional<VerifyMode> verify,
    Fleet fleet,
    Optional<Notify> notices,
    Optional<S3Location> log) {

  /// What [#isTarget] allows, for messages.
  public static final String TARGETS = "1 to 10000000";

  private static final double LEAST_TARGET = 1;
  private static final double MOST_TARGET = 10_000_000;

  /// What a new on-demand table takes at once, in write units per second.
  public static final double DEFAULT_TARGET = 4_000;

  /// Copies per second that a bucket takes on its first day.
  public static final double DEFAULT_COPIES = 3_500;

  /// Whether units per second can be a fleet's target.
  public static boolean isTarget(double unitsPerSecond) {
    return unitsPerSecond >= LEAST_TARGET && unitsPerSecond <= MOST_TARGET;
  }

  /// Of which nobody is told, and nothing is kept.
  public MigrationFile(
      String name,
      Source source,
      Destination destination,
      double target,
      OptionalDouble readTarget,
      Optional<VerifyMode> verify,
      Fleet fleet) {
    this(
        name,
        source,
        destination,
        target,
        readTarget,
        verify,
        fleet,
        Optional.empty(),
        Optional.empty());
  }

  /// The same with another target.
  public MigrationFile withTarget(double other) {
    return new MigrationFile(
        name, source, destination, other, readTarget, verify, fleet, notices, log);
  }

  /// The same under another name, for exports that are there and a destination that is there.
  public MigrationFile comparison(String other, List<S3Location> exports) {
    return with(
        other,
        new Source.Exports(exports, source.role()),
        new Destination.Table(table(), destination.role(), Destination.Create.NEVER));
  }

  /// The same under another name, of a bucket.
  public MigrationFile named(String other) {
    return with(other, source, destination);
  }

  private MigrationFile with(String other, Source from, Destination to) {
    return new MigrationFile(other, from, to, target, readTarget, verify, fleet, notices, log);
  }

  /// The destination table's name.
  ///
  /// @throws IllegalStateException if it moves a bucket
  public String table() {
    return toTable().table();
  }

  /// The destination table.
  ///
  /// @throws IllegalStateException if it moves a bucket
  public Destination.Table toTable() {
    if (destination instanceof Destination.Table table) {
      return table;
    }
    throw new IllegalStateException(name + " moves no table");
  }
}
