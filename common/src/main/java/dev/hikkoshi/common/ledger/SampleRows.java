package dev.hikkoshi.common.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/// How fast a migration went: a row per worker and half minute in which it sent anything. They stay
/// as long as the migration does, so that it can be reported on at any time.
public final class SampleRows {
  /// The partitions of samples begin with this.
  public static final String PREFIX = "t#";

  private final LedgerTable table;

  SampleRows(LedgerTable table) {
    this.table = table;
  }

  static String sort(Instant from, String worker) {
    return from.truncatedTo(ChronoUnit.SECONDS) + "#" + worker;
  }

  public void put(String migration, RateSample sample) {
    table.put(sample.row(partition(migration)));
  }

  /// Reads all samples of a migration, those that began earlier first (to the second).
  public void all(String migration, Consumer<RateSample> samples) {
    table.query(partition(migration), "", row -> samples.accept(RateSample.of(row)));
  }

  void forget(String migration) {
    table.deleteAll(partition(migration));
  }

  private static String partition(String migration) {
    return PREFIX + migration;
  }
}
