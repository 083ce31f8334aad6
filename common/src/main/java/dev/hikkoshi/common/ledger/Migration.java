package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.migration.Role;
import dev.hikkoshi.common.migration.VerifyMode;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a migration is and where it stands, as the services read it from the ledger.
///
/// @param name its id
/// @param loads the exports it loads, one phase each, in order: a full one, then what changed
///   since; or the objects of a bucket
/// @param destination where it moves to
/// @param sourceRole what reads the source; null for a service's own credentials
/// @param destinationRole what writes and scans the destination; null for a service's own
///   credentials
/// @param likeSource how the destination is made; null where it was there when the migration was
///   planned
/// @param target write units, or copies of objects, per second for the whole fleet
/// @param fileTarget the target that its file had when it was last run
/// @param startRate what the destination takes at once, in units of the target
/// @param readTarget read units per second for the whole fleet while the destination is verified
/// @param verify what is compared at the end
/// @param state where it stands
/// @param phase the phase whose units may be executed now: first each load, then none, then each
///   verification
/// @param splits number of splits of all loads
/// @param buckets buckets of every digest of this migration
/// @param unsound what was wrong with the manifest and was allowed by the operator
/// @param created when it was planned
public record Migration(
    String name,
    List<Load> loads,
    Destination destination,
    @Nullable Role sourceRole,
    @Nullable Role destinationRole,
    @Nullable LikeSource likeSource,
    double target,
    double fileTarget,
    double startRate,
    double readTarget,
    VerifyMode verify,
    MigrationState state,
    int phase,
    int splits,
    int buckets,
    List<String> unsound,
    Instant created) {

  static final String SOURCE_ROLE = "sourceRole";
  static final String DESTINATION_ROLE = "destinationRole";

  public Migration {
    loads = List.copyOf(loads);
    unsound = List.copyOf(unsound);
  }

  /// The same with other loads.
  public Migration loading(List<Load> others) {
    return new Migration(
        name,
        others,
        destination,
        sourceRole,
        destinationRole,
        likeSource,
        target,
        fileTarget,
        startRate,
        readTarget,
        verify,
        state,
        phase,
        splits,
        buckets,
        unsound,
        created);
  }

  /// The destination table.
  ///
  /// @throws IllegalStateException if it moves a bucket
  public String table() {
    return tableDestination().table();
  }

  /// The destination table's key schema.
  ///
  /// @throws IllegalStateException if it moves a bucket
  public KeySchema key() {
    return tableDestination().key();
  }

  /// Whether it copies objects.
  public boolean movesObjects() {
    return destination instanceof BucketDestination;
  }

  private TableDestination tableDestination() {
    if (destination instanceof TableDestination table) {
      return table;
    }
    throw new IllegalStateException(
        "migration " + name + " moves to " + destination.description() + ", which is no table");
  }

  /// The export that a phase loads.
  ///
  /// @throws IllegalStateException if it loads objects
  public ExportLoad export(int load) {
    if (loads.get(load) instanceof ExportLoad export) {
      return export;
    }
    throw new IllegalStateException("migration " + name + " loads no export");
  }

  /// The exports it loads, in order.
  ///
  /// @throws IllegalStateException if it loads objects
  public List<ExportLoad> exports() {
    return IntStream.range(0, loads.size()).mapToObj(this::export).toList();
  }

  /// Whether it is in one of its loads.
  public boolean isLoading() {
    return phase < loads.size();
  }

  /// Whether nothing more happens to it by itself.
  public boolean hasEnded() {
    return state == MigrationState.COMPLETE || state == MigrationState.FAILED;
  }

  /// Whether its destination is read rather than written: what [#rate] and pacers count are read
  /// units then.
  public boolean isReading() {
    return state == MigrationState.VERIFYING;
  }

  /// Units per second for the whole fleet, of what it does now; 0 while it is paused.
  public double rate() {
    return isReading() && target > 0 ? readTarget : target;
  }

  /// All that can be compared: what changed since an export nobody knows says nothing of other
  /// keys.
  public VerifyMode most() {
    return loads.getFirst() instanceof ExportLoad export ? most(export.view()) : VerifyMode.ALL;
  }

  /// The same of a migration whose first export has that view.
  public static VerifyMode most(ExportView first) {
    return first == ExportView.ITEMS ? VerifyMode.ALL : VerifyMode.TRANSFERRED;
  }

  /// Lines that the exports promise in all; 0 for objects, whose number is known once they were
  /// read.
  public long sourceItems() {
    return loads.stream().mapToLong(Load::items).sum();
  }

  Row row() {
    var row = new Row(partition(name), MigrationRows.SORT);
    row.texts(SOURCE_ROLE, texts(sourceRole)).texts(DESTINATION_ROLE, texts(destinationRole));
    if (likeSource != null) {
      row.rows("likeSource", List.of(likeSource.row()))
          .text(MigrationRows.TABLE_STAGE, likeSource.stage().name());
    }
    destination.addTo(row);
    return row.text("name", name)
        .rows("loads", loads.stream().map(Load::row).toList())
        .number("target", target)
        .number("fileTarget", fileTarget)
        .number("startRate", startRate)
        .number("readTarget", readTarget)
        .text("verify", verify.name())
        .text("state", state.spelling())
        .number("phase", phase)
        .number("splits", splits)
        .number("buckets", buckets)
        .texts("unsound", unsound)
        .text("created", created.toString());
  }

  static Migration of(Row row) {
    return new Migration(
        row.text("name"),
        row.rows("loads").stream().map(Load::of).toList(),
        Destination.of(row),
        role(row, SOURCE_ROLE),
        role(row, DESTINATION_ROLE),
        row.has("likeSource")
            ? LikeSource.of(row.rows("likeSource").getFirst(), row.text(MigrationRows.TABLE_STAGE))
            : null,
        row.decimal("target"),
        row.decimal("fileTarget"),
        row.decimal("startRate"),
        row.has("readTarget") ? row.decimal("readTarget") : row.decimal("startRate"),
        VerifyMode.valueOf(row.text("verify")),
        MigrationState.parse(row.text("state")),
        Math.toIntExact(row.number("phase")),
        Math.toIntExact(row.number("splits")),
        Math.toIntExact(row.number("buckets")),
        row.texts("unsound"),
        Instant.parse(row.text("created")));
  }

  /// ARN and external id; none for no role.
  static List<String> texts(@Nullable Role role) {
    if (role == null) {
      return List.of();
    }
    String externalId = role.externalId();
    return externalId == null ? List.of(role.arn()) : List.of(role.arn(), externalId);
  }

  private static @Nullable Role role(Row row, String name) {
    List<String> parts = row.has(name) ? row.texts(name) : List.of();
    return parts.isEmpty()
        ? null
        : new Role(parts.getFirst(), parts.size() > 1 ? parts.get(1) : null);
  }

  static String partition(String name) {
    return "m#" + name;
  }
}
