package dev.hikkoshi.worker.scan;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.unit.ScanSegment;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Turns one segment of the destination into a digest. For one thread.
public final class ScanUnit {
  private final SegmentScan scan;
  private final Migration migration;

  public ScanUnit(SegmentScan scan, Migration migration) {
    this.scan = scan;
    this.migration = migration;
  }

  /// Reads the segment.
  ///
  /// @return nothing if it was told to stop
  public Optional<Scanned> digest(ScanSegment segment, BooleanSupplier goOn)
      throws IOException, MalformedItemException, InterruptedException {
    var digest = new TableDigest(migration.buckets());
    var scanner = new ItemScanner(migration.key());
    return scan.read(
            segment,
            goOn,
            (buffer, from, to) -> {
              scanner.scan(buffer, from, to);
              digest.add(scanner.keyHash(), scanner.hashHigh(), scanner.hashLow());
            })
        .map(totals -> new Scanned(digest, totals));
  }

  /// A segment's digest and what reading it took.
  public record Scanned(TableDigest digest, UnitTotals totals) {}
}
