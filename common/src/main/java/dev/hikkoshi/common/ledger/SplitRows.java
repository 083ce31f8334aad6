package dev.hikkoshi.common.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One row per split of a migration.
public final class SplitRows {
  private final LedgerTable table;

  SplitRows(LedgerTable table) {
    this.table = table;
  }

  static String sort(String split) {
    return "split#" + split;
  }

  /// Records a planned split unless it is there already.
  public void plan(String migration, Split split) {
    table.putIfAbsent(split.row(migration));
  }

  public Optional<Split> find(String migration, String split) {
    return table.get(Migration.partition(migration), sort(split)).map(Split::of);
  }

  /// All splits of a migration, by id.
  public List<Split> all(String migration) {
    var splits = new ArrayList<Split>();
    table.query(Migration.partition(migration), sort(""), row -> splits.add(Split.of(row)));
    return splits;
  }

  /// The splits of one load, by id.
  public List<Split> all(String migration, int phase) {
    return all(migration).stream().filter(split -> split.phase() == phase).toList();
  }

  /// Every file of the split is proven whole.
  public void checked(String migration, String split) {
    move(migration, split, SplitState.CHECKED, "");
  }

  /// A file of the split is not what the manifest says; nothing of it was sent.
  public void refused(String migration, String split, String problem) {
    move(migration, split, SplitState.REFUSED, problem);
  }

  /// A file of the split turned out wrong while it was read.
  public void failed(String migration, String split, String problem) {
    move(migration, split, SplitState.FAILED, problem);
  }

  private void move(String migration, String split, SplitState state, String problem) {
    table.update(
        Migration.partition(migration),
        sort(split),
        RowUpdate.set(new Row().text("state", state.name()).text("problem", problem))
            .when(RowCondition.isNot("state", SplitState.CLOSED.name())));
  }

  /// The split is on the splits queue, to be sent.
  public void queued(String migration, String split) {
    table.update(
        Migration.partition(migration), sort(split), RowUpdate.set(new Row().number("queued", 1)));
  }

  /// Every unit below `sent` is durably on the queue.
  public void sent(String migration, String split, int sent) {
    table.update(
        Migration.partition(migration),
        sort(split),
        RowUpdate.set(new Row().number("sent", sent)).when(RowCondition.below("sent", sent)));
  }

  /// Its files were checked anew.
  public void files(String migration, Split split) {
    table.update(
        Migration.partition(migration),
        sort(split.id()),
        RowUpdate.set(
            new Row().rows("files", split.files().stream().map(ShardFile::row).toList())));
  }

  /// These patterns have matched a key while the split was read.
  public void matched(String migration, String split, List<String> patterns) {
    table.update(
        Migration.partition(migration),
        sort(split),
        RowUpdate.set(new Row().texts("matched", patterns)));
  }

  /// The patterns that have matched a key in any split.
  public Set<String> matched(String migration) {
    var matched = new HashSet<String>();
    table.query(
        Migration.partition(migration),
        sort(""),
        row -> matched.addAll(row.has("matched") ? row.texts("matched") : List.of()));
    return matched;
  }

  /// All units are durably on the queue and the digest, if it has one, is recorded.
  public void closed(
      String migration,
      String split,
      long items,
      long unreadable,
      long deletes,
      long bytes,
      int units) {
    table.update(
        Migration.partition(migration),
        sort(split),
        RowUpdate.set(
            new Row()
                .text("state", SplitState.CLOSED.name())
                .number("items", items)
                .number("unreadable", unreadable)
                .number("deletes", deletes)
                .number("bytes", bytes)
                .number("units", units)
                .number("sent", units)));
  }
}
