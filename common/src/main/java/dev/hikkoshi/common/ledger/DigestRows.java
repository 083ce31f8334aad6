package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.digest.TableDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /// Adds up a phase's digests.
  ///
  /// @return nothing if the phase has none
  public Optional<TableDigest> sum(String migration, int phase) {
    var sum = new Sum();
    table.query(partition(migration, phase), "", sum::add);
    return Optional.ofNullable(sum.digest);
  }

  void forget(String migration, int phase) {
    table.deleteAll(partition(migration, phase));
  }

  private static String partition(String migration, int phase) {
    return "d#" + migration + "#" + phase;
  }

  private static final class Sum {
    private @Nullable TableDigest digest;

    void add(Row row) {
      var part = TableDigest.decode(row.bytes("digest"));
      if (digest == null) {
        digest = part;
      } else {
        digest.merge(part);
      }
    }
  }
}
