package dev.hikkoshi.common.ledger;

import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One row per dead item.
public final class DeadRows {
  private static final int MAX_KEY_BYTES = 900;
  private static final Hasher128 HASHER = Hashing.xxh3_128();

  private final LedgerTable table;

  DeadRows(LedgerTable table) {
    this.table = table;
  }

  /// Records a dead item; again is the same.
  public void record(String migration, DeadItem item) {
    table.put(
        new Row(partition(migration), sort(item))
            .text("unit", item.unit())
            .text("key", item.key())
            .number("occurrence", item.occurrence())
            .text("reason", item.reason())
            .text("at", item.at()));
  }

  public List<DeadItem> all(String migration) {
    return startingWith(migration, "");
  }

  /// The dead items of one unit.
  public List<DeadItem> of(String migration, String unit) {
    return startingWith(migration, unit + "#");
  }

  private List<DeadItem> startingWith(String migration, String sortPrefix) {
    var items = new ArrayList<DeadItem>();
    table.query(
        partition(migration),
        sortPrefix,
        row ->
            items.add(
                new DeadItem(
                    row.text("unit"),
                    row.text("key"),
                    Math.toIntExact(row.number("occurrence")),
                    row.text("reason"),
                    row.text("at"))));
    return items;
  }

  /// The item is not dead any more.
  public void remove(String migration, DeadItem item) {
    table.delete(partition(migration), sort(item));
  }

  void forget(String migration) {
    table.deleteAll(partition(migration));
  }

  /// A DynamoDB sort key has at most 1,024 bytes, an item's key as JSON may have more.
  private static String sort(DeadItem item) {
    byte[] key = item.key().getBytes(StandardCharsets.UTF_8);
    return item.unit()
        + "#"
        + (item.occurrence() == 1 ? "" : item.occurrence() + "#")
        + (key.length <= MAX_KEY_BYTES ? item.key() : "xxh3-" + HASHER.hashBytesTo128Bits(key));
  }

  private static String partition(String migration) {
    return "dead#" + migration;
  }
}
