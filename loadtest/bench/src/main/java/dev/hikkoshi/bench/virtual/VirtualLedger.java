package dev.hikkoshi.bench.virtual;

import dev.hikkoshi.common.ledger.LedgerTable;
import dev.hikkoshi.common.ledger.Row;
import dev.hikkoshi.common.ledger.RowCondition;
import dev.hikkoshi.common.ledger.RowUpdate;
import dev.hikkoshi.common.ledger.SampleRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The ledger's table as one process sees it, over the network.
final class VirtualLedger implements LedgerTable {
  /// Where the fleet's heartbeats are.
  static final String FLEET = "fleet";

  private final Node node;
  private final LedgerTable table;
  private final Oracle oracle;
  private final UnaryOperator<RowUpdate> mutation;
  private final Predicate<String> hidden;

  /// @param mutation changes every update on its way, to break a rule
  /// @param hidden partitions that seem to be empty, to break another
  VirtualLedger(
      Node node,
      LedgerTable table,
      Oracle oracle,
      UnaryOperator<RowUpdate> mutation,
      Predicate<String> hidden) {
    this.hidden = hidden;
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
        node,
        "ledger get " + partition + " " + sort,
        Chaos.Kind.LOOK,
        () -> table.get(partition, sort));
  }

  @Override
  public void put(Row row) {
    String partition = row.text(Row.PARTITION);
    String sort = row.text(Row.SORT);
    boolean decides = !partition.equals(FLEET) && !partition.startsWith(SampleRows.PREFIX);
    Chaos.Kind kind = decides ? Chaos.Kind.CHANGE : Chaos.Kind.LOOK;
    var _ =
        Sdk.call(
            node,
            "ledger put " + partition + " " + sort,
            kind,
            () -> done(partition, sort, () -> table.put(row)));
  }

  @Override
  public boolean putIfAbsent(Row row) {
    String partition = row.text(Row.PARTITION);
    String sort = row.text(Row.SORT);
    return Sdk.call(
        node,
        "ledger put if absent " + partition + " " + sort,
        Chaos.Kind.CHANGE,
        () -> change(partition, sort, () -> table.putIfAbsent(row)));
  }

  @Override
  public boolean update(String partition, String sort, RowUpdate update) {
    RowUpdate sent = mutation.apply(update);
    return Sdk.call(
        node,
        "ledger update " + partition + " " + sort + " " + update.set().attributes(),
        Chaos.Kind.CHANGE,
        () -> change(partition, sort, () -> table.update(partition, sort, sent)));
  }

  private boolean done(String partition, String sort, Runnable change) {
    return change(
        partition,
        sort,
        () -> {
          change.run();
          return true;
        });
  }

  private boolean change(String partition, String sort, BooleanSupplier change) {
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
            Chaos.Kind.LOOK,
            () -> {
              var all = new ArrayList<Row>();
              if (!hidden.test(partition)) {
                table.query(partition, sortPrefix, all::add);
              }
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
            Chaos.Kind.CHANGE,
            () -> done(partition, sort, () -> table.delete(partition, sort)));
  }

  @Override
  public void deleteIf(String partition, String sort, RowCondition condition) {
    var _ =
        Sdk.call(
            node,
            "ledger delete " + partition + " " + sort + " if " + condition,
            Chaos.Kind.CHANGE,
            () -> done(partition, sort, () -> table.deleteIf(partition, sort, condition)));
  }
}
