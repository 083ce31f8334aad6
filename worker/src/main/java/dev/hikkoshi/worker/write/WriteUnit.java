package dev.hikkoshi.worker.write;

import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.unit.KeyJson;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WriteItems;
import dev.hikkoshi.worker.fleet.Permission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Executes one unit of writes and records its dead items. For one thread.
public final class WriteUnit {
  private static final String TWICE = "another item before it in the source has the same key";

  private final Ledger ledger;
  private final KeySchema schema;
  private final ItemScanner scanner;
  private final DynamoDbWriter writer;

  WriteUnit(Ledger ledger, KeySchema schema, ItemScanner scanner, DynamoDbWriter writer) {
    this.ledger = ledger;
    this.schema = schema;
    this.scanner = scanner;
    this.writer = writer;
  }

  /// Writes what it can. Dead items are in the ledger when this returns.
  public UnitEnd execute(WorkMessage message, WriteItems work, Permission permission)
      throws InterruptedException {
    var items = new ArrayList<WriteItem>(work.size());
    var unreadable = new ArrayList<DeadItem>();
    var keys = HashMap.<ItemKey, Integer>newHashMap(work.put().size());
    work.put().forEach(json -> add(message, json, keys, items, unreadable));
    work.delete().forEach(json -> add(message, json, null, items, unreadable));
    WriteResult result = writer.write(work.table(), items, message.attempt(), permission);
    unreadable.forEach(dead -> ledger.dead().record(message.migration(), dead));
    result.dead().forEach(dead -> ledger.dead().record(message.migration(), dead(message, dead)));
    return end(work, result, unreadable.size());
  }

  /// @param puts how often each key was put before; null for a key to delete, which may be repeated
  private void add(
      WorkMessage message,
      RawJson json,
      @Nullable Map<ItemKey, Integer> puts,
      List<WriteItem> items,
      List<DeadItem> unreadable) {
    try {
      scanner.scan(json.buffer(), json.from(), json.to());
      var item =
          new WriteItem(json, puts == null, new ItemKey(scanner.key()), scanner.writeUnits());
      int occurrence = puts == null ? 1 : puts.merge(item.key(), 1, Integer::sum);
      if (occurrence == 1) {
        items.add(item);
      } else {
        unreadable.add(new DeadItem(message.unit().toString(), key(json), occurrence, TWICE, ""));
      }
    } catch (MalformedItemException e) {
      unreadable.add(
          new DeadItem(message.unit().toString(), start(json), String.valueOf(e.getMessage()), ""));
    }
  }

  private static String start(RawJson json) {
    String text = json.toString();
    return text.substring(0, Math.min(text.length(), 200));
  }

  private DeadItem dead(WorkMessage message, WriteResult.Dead dead) {
    return new DeadItem(message.unit().toString(), key(dead.item().json()), dead.reason(), "");
  }

  private String key(RawJson json) {
    return KeyJson.of(schema, json).orElseGet(() -> start(json));
  }

  private static UnitEnd end(WriteItems work, WriteResult result, int unreadable) {
    var totals = result.totals().plus(new UnitTotals(0, 0, 0, 0, 0, unreadable));
    return switch (result.end()) {
      case DONE -> new UnitEnd.Done(totals, result.started());
      case REFUSED ->
          new UnitEnd.Refused(
              totals,
              result.started(),
              remainder(work.table(), result.rest()),
              result.delay(),
              result.reason());
      case UNAVAILABLE -> new UnitEnd.Unavailable(result.reason());
      case NOT_ALLOWED -> new UnitEnd.NotAllowed();
    };
  }

  private static WriteItems remainder(String table, List<WriteItem> rest) {
    return new WriteItems(
        table,
        rest.stream().filter(item -> !item.delete()).map(WriteItem::json).toList(),
        rest.stream().filter(WriteItem::delete).map(WriteItem::json).toList());
  }
}
