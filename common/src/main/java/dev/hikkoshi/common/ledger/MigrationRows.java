package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.migration.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row per migration.
public final class MigrationRows {
  static final String SORT = "migration";
  static final String TABLE_STAGE = "tableStage";

  private final LedgerTable table;

  MigrationRows(LedgerTable table) {
    this.table = table;
  }

  /// The migration of that name, if it was planned.
  public Optional<Migration> find(String name) {
    return table.get(Migration.partition(name), SORT).map(Migration::of);
  }

  /// Records a new migration.
  ///
  /// @return false if there is one of that name; it is left alone
  public boolean create(Migration migration) {
    return table.putIfAbsent(migration.row());
  }

  /// Moves the migration to a state, if it is in that phase: what a runbook says late must not undo
  /// what another has done since.
  ///
  /// @return false if it is in another phase
  public boolean state(String name, int phase, MigrationState state) {
    return table.update(
        Migration.partition(name),
        SORT,
        RowUpdate.set(new Row().text("state", state.spelling()))
            .when(RowCondition.is("phase", phase)));
  }

  /// Changes the fleet's target, in write units per second; 0 pauses.
  public void target(String name, double target) {
    change(name, new Row().number("target", target));
  }

  /// Takes over another target from the migration's file.
  public void fileTarget(String name, double target) {
    change(name, new Row().number("target", target).number("fileTarget", target));
  }

  /// Changes how fast the destination is read, in read units per second for the whole fleet.
  public void readTarget(String name, double readTarget) {
    change(name, new Row().number("readTarget", readTarget));
  }

  /// Takes over roles from the migration's file.
  public void roles(String name, @Nullable Role source, @Nullable Role destination) {
    change(
        name,
        new Row()
            .texts(Migration.SOURCE_ROLE, Migration.texts(source))
            .texts(Migration.DESTINATION_ROLE, Migration.texts(destination)));
  }

  /// Says how far the destination is that the migration makes itself.
  public void tableStage(String name, LikeSource.Stage stage) {
    change(name, new Row().text(TABLE_STAGE, stage.name()));
  }

  /// Opens the next phase: from now on only its units are executed.
  ///
  /// @param by who says so: one whose request is sent twice, because the first answer was lost, is
  ///   told that it has advanced
  /// @return false if the migration is not in phase `from` any more
  public boolean advance(String name, int from, String by) {
    return advance(name, from, by, new Row());
  }

  /// Opens the next phase and moves the migration to a state.
  ///
  /// @param by who says so
  /// @return false if the migration is not in phase `from` any more
  public boolean advance(String name, int from, MigrationState state, String by) {
    return advance(name, from, by, new Row().text("state", state.spelling()));
  }

  private boolean advance(String name, int from, String by, Row values) {
    return table.update(
            Migration.partition(name),
            SORT,
            RowUpdate.set(values.number("phase", from + 1).text("advancedBy", by))
                .when(RowCondition.is("phase", from)))
        || table
            .get(Migration.partition(name), SORT)
            .filter(row -> row.number("phase") == from + 1 && row.has("advancedBy"))
            .filter(row -> row.text("advancedBy").equals(by))
            .isPresent();
  }

  /// Keeps the outcome of the last verification, as JSON.
  public void verification(String name, String json) {
    change(name, new Row().text("verification", json));
  }

  /// The outcome of the last verification, as JSON.
  public Optional<String> verification(String name) {
    return table
        .get(Migration.partition(name), SORT)
        .filter(row -> row.has("verification"))
        .map(row -> row.text("verification"));
  }

  private void change(String name, Row values) {
    if (!table.update(Migration.partition(name), SORT, RowUpdate.set(values))) {
      throw new IllegalStateException("migration " + name + " is not in the ledger");
    }
  }
}
