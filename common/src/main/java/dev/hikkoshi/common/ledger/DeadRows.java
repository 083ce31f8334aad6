package dev.hikkoshi.common.ledger;

import java.util.ArrayList;
import java.util.List;

/// One row per dead item.
public final class DeadRows {
  private final LedgerTable table;

  DeadRows(LedgerTable table) {
    this.table = table;
  }

  /// Records a dead item; again is the same.
  public void record(String migration, DeadItem item) {
    table.put(
        new Row(partition(migration), item.unit() + "#" + item.key())
            .text("unit", item.unit())
            .text("key", item.key())
            .text("reason", item.reason())
            .text("at", item.at()));
  }

  public List<DeadItem> all(String migration) {
    var items = new ArrayList<DeadItem>();
    table.query(
        partition(migration),
        "",
        row ->
            items.add(
                new DeadItem(
                    row.text("unit"), row.text("key"), row.text("reason"), row.text("at"))));
    return items;
  }

  void forget(String migration) {
    table.deleteAll(partition(migration));
  }

  private static String partition(String migration) {
    return "dead#" + migration;
  }
}
