package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.unit.UnitId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// One row per unit that was worked on. A unit settles once, whatever is delivered twice; what each
/// attempt took adds up in its row, and totals are sums over rows: no shared counter to collide on.
public final class UnitRows {
  /// Rows that are summed in one query; a page whose units are all settled need not be read again.
  public static final int PAGE = 1_000;

  private final LedgerTable table;

  /// The attribute whose time DynamoDB may delete a row after; seconds since 1970.
  public static final String EXPIRES = "expires";

  UnitRows(LedgerTable table) {
    this.table = table;
  }

  /// All work of the unit is durable: counts it, unless it was settled before.
  ///
  /// @param started when its execution began
  /// @return whether this call settled it
  public boolean settle(
      String migration, UnitId unit, UnitTotals took, Instant started, Instant now) {
    return settle(migration, unit, took, started, new Row().text("settled", now.toString()));
  }

  /// The same for a unit that is to be forgotten one day, because nothing else ends with it.
  ///
  /// @param kept how long it is remembered at least
  public boolean settle(
      String migration, UnitId unit, UnitTotals took, Instant started, Instant now, Duration kept) {
    return settle(
        migration,
        unit,
        took,
        started,
        new Row().text("settled", now.toString()).number(EXPIRES, now.plus(kept).getEpochSecond()));
  }

  private boolean settle(
      String migration, UnitId unit, UnitTotals took, Instant started, Row settled) {
    return table.update(
        partition(migration, unit.split(), pageOf(unit.sequence())),
        sort(unit),
        unlessSettled(settled, took, started));
  }

  /// Part of the unit's work is durable and the rest goes to the retry queue.
  ///
  /// @return false if the unit is settled already: nothing is left to do
  public boolean defer(
      String migration, UnitId unit, UnitTotals took, Instant started, Instant now) {
    return table.update(
        partition(migration, unit.split(), pageOf(unit.sequence())),
        sort(unit),
        unlessSettled(new Row().text("deferred", now.toString()), took, started));
  }

  private static RowUpdate unlessSettled(Row end, UnitTotals took, Instant started) {
    return RowUpdate.set(end)
        .setIfAbsent(new Row().text("started", started.toString()))
        .add(values(took))
        .when(RowCondition.absent("settled"));
  }

  private static Row values(UnitTotals took) {
    return new Row()
        .number("items", took.items())
        .number("requests", took.requests())
        .number("throttled", took.throttledRequests())
        .number("retried", took.retried())
        .number("capacity", took.capacityUnits())
        .number("dead", took.dead());
  }

  /// Whether the unit is settled.
  public boolean isSettled(String migration, UnitId unit) {
    return table
        .get(partition(migration, unit.split(), pageOf(unit.sequence())), sort(unit))
        .filter(row -> row.has("settled"))
        .isPresent();
  }

  /// Sums the first `units` units of one split (or of one verification).
  public SplitProgress progress(String migration, String split, int units) {
    var sum = SplitProgress.NONE;
    for (int page = 0; page * PAGE < units; page++) {
      sum = sum.plus(page(migration, split, page));
    }
    return sum;
  }

  /// Sums one page of a split's units: those from `page × PAGE`.
  public SplitProgress page(String migration, String split, int page) {
    var sum = new Sum();
    table.query(partition(migration, split, page), "", sum::add);
    return sum.sum;
  }

  void forget(String migration, String split, int units) {
    for (int page = 0; page * PAGE < units; page++) {
      table.deleteAll(partition(migration, split, page));
    }
  }

  private static int pageOf(int sequence) {
    return sequence / PAGE;
  }

  static String partition(String migration, String split, int page) {
    return "u#" + migration + "#" + split + "#" + page;
  }

  private static String sort(UnitId unit) {
    return String.format(Locale.ROOT, "%09d", unit.sequence());
  }

  private static final class Sum {
    private SplitProgress sum = SplitProgress.NONE;

    void add(Row row) {
      Instant started = Instant.parse(row.text("started"));
      boolean settled = row.has("settled");
      sum =
          sum.plus(
              new SplitProgress(
                  settled ? 1 : 0,
                  new UnitTotals(
                      row.number("items"),
                      row.number("requests"),
                      row.number("throttled"),
                      row.number("retried"),
                      row.decimal("capacity"),
                      row.number("dead")),
                  started,
                  settled ? Instant.parse(row.text("settled")) : started));
    }
  }
}
