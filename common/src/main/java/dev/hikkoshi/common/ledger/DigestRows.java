package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.digest.TableDigest;
import java.util.concurrent.atomic.AtomicInteger;

/// Digests of what was read: one row per split of the source, one per segment of a verification's
/// scan. Apart from the other rows because each is up to 330 KB.
public final class DigestRows {
  private final LedgerTable table;

  DigestRows(LedgerTable table) {
    this.table = table;
  }

  /// Records the digest of one part of a phase; again replaces it.
  public void put(String migration, int phase, String part, TableDigest digest) {
    table.put(new Row(partition(migration, phase), part).bytes("digest", digest.encode()));
  }

  /// Adds a phase's digests to `sum`.
  ///
  /// @return how many there are
  public int addTo(TableDigest sum, String migration, int phase) {
    var parts = new AtomicInteger();
    table.query(
        partition(migration, phase),
        "",
        row -> {
          sum.merge(TableDigest.decode(row.bytes("digest")));
          parts.incrementAndGet();
        });
    return parts.get();
  }

  void forget(String migration, int phase) {
    table.deleteAll(partition(migration, phase));
  }

  private static String partition(String migration, int phase) {
    return "d#" + migration + "#" + phase;
  }
}
