package dev.hikkoshi.bench.virtual;

import dev.hikkoshi.common.ledger.LedgerTable;
import dev.hikkoshi.common.ledger.Row;
import dev.hikkoshi.common.ledger.RowUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The ledger's table as one process sees it, over the network.
final class VirtualLedger implements LedgerTable {
  private final Node node;
  private final LedgerTable table;
  private final Oracle oracle;
  private final UnaryOperator<RowUpdate> mutation;

  /// @param mutation changes every update on its way, to break a rule
  VirtualLedger(Node node, LedgerTable table, Oracle oracle, UnaryOperator<RowUpdate> mutation) {
    this.node = node;
    this.table = table;
    this.oracle = oracle;
    this.mutation = mutation;
  }

  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public void create() {
    // there from the beginning
  }

  @Override
  public Optional<Row> get(String partition, String sort) {
    return Sdk.call(
        node, "ledger get " + partition + " " + sort, false, () -> table.get(partition, sort));
  }

  @Override
  public void put(Row row) {
    String partition = row.text(Row.PARTITION);
    String sort = row.text(Row.SORT);
    boolean work = !partition.equals("fleet");
    var _ =
        Sdk.call(
            node,
            "ledger put " + partition + " " + sort,
            work,
            () ->
                change(
                    partition,
                    sort,
                    () -> {
                      table.put(row);
                      return true;
                    }));
  }

  @Override
  public boolean putIfAbsent(Row row) {
    String partition = row.text(Row.PARTITION);
    String sort = row.text(Row.SORT);
    return Sdk.call(
        node,
        "ledger put if absent " + partition + " " + sort,
        true,
        () -> change(partition, sort, () -> table.putIfAbsent(row)));
  }

  @Override
  public boolean update(String partition, String sort, RowUpdate update) {
    RowUpdate sent = mutation.apply(update);
    return Sdk.call(
        node,
        "ledger update " + partition + " " + sort + " " + update.set().attributes(),
        true,
        () -> change(partition, sort, () -> table.update(partition, sort, sent)));
  }

  private boolean change(String partition, String sort, java.util.function.BooleanSupplier change) {
    Optional<Row> before = table.get(partition, sort);
    boolean changed = change.getAsBoolean();
    oracle.ledger(partition, sort, before, table.get(partition, sort));
    return changed;
  }

  @Override
  public void query(String partition, String sortPrefix, Consumer<Row> rows) {
    List<Row> found =
        Sdk.call(
            node,
            "ledger query " + partition + " " + sortPrefix,
            false,
            () -> {
              var all = new ArrayList<Row>();
              table.query(partition, sortPrefix, all::add);
              return all;
            });
    found.forEach(rows);
  }

  @Override
  public void delete(String partition, String sort) {
    var _ =
        Sdk.call(
            node,
            "ledger delete " + partition + " " + sort,
            true,
            () ->
                change(
                    partition,
                    sort,
                    () -> {
                      table.delete(partition, sort);
                      return true;
                    }));
  }
}
