package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.time.SideBySide;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.common.unit.ScanSegment;
import dev.hikkoshi.common.unit.UnitId;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.runbook.PhaseUnits;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.RetryPolicy;
import dev.hikkoshi.worker.scan.SegmentScan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/// The destination table itself: the fleet scans it for its digest; what differs is then read from
/// here. Both keep to the read target.
final class ScannedTable implements Destination {
  private static final long ITEMS_PER_SEGMENT = 5_000;
  private static final int MIN_SEGMENTS = 8;
  private static final int MAX_SEGMENTS = 1_024;
  private static final int SEGMENTS_READ_HERE = 64;

  private final Services services;
  private final Ledger ledger;
  private final Migration migration;
  private final Progress progress;
  private final int segments;

  /// @param migration in the phase of this verification
  ScannedTable(Services services, Migration migration, Progress progress) {
    this.services = services;
    this.ledger = services.ledger();
    this.migration = migration;
    this.progress = progress;
    this.segments =
        Math.clamp(migration.sourceItems() / ITEMS_PER_SEGMENT, MIN_SEGMENTS, MAX_SEGMENTS);
  }

  @Override
  public String name() {
    return migration.table();
  }

  @Override
  public TableDigest digest() throws InterruptedException {
    progress.step("reading the destination", segments);
    String split = Ledger.verificationUnits(migration.phase());
    List<WorkMessage> units =
        IntStream.range(0, segments)
            .mapToObj(i ->
                new WorkMessage(
                    migration.name(),
                    new UnitId(split, i),
                    migration.phase(),
                    0,
                    new ScanSegment(migration.table(), i, segments)))
            .toList();
    new PhaseUnits(services, migration.phase(), migration.name(), progress)
        .settle(units, 0, progress::done);
    var digest = new TableDigest(migration.buckets());
    int read = ledger.digests().addTo(digest, migration.name(), migration.phase());
    Verification.complete(migration, read, segments);
    return digest;
  }

  @Override
  public void read(Items items) throws IOException, InterruptedException {
    Pacer pacer = services.pacer(migration.readTarget());
    var reading = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < SEGMENTS_READ_HERE; i++) {
      var segment = new ScanSegment(migration.table(), i, SEGMENTS_READ_HERE);
      var scan =
          new SegmentScan(
              services.destination(migration).rawDynamoDb(),
              pacer,
              RetryPolicy.STANDARD,
              new SplittableRandom(services.time().nanoTime() + i),
              services.time());
      reading.add(() -> {
        read(scan, segment, items);
        return true;
      });
    }
    try {
      SideBySide.run(services.time(), "read-again", reading);
    } catch (ExecutionException e) {
      throw new IOException("reading " + migration.table() + " a second time failed", e.getCause());
    }
  }

  private void read(SegmentScan scan, ScanSegment segment, Items items)
      throws IOException, InterruptedException, MalformedItemException {
    var scanner = new ItemScanner(migration.key());
    scan.read(
        segment,
        () -> true,
        (buffer, from, to) -> {
          scanner.scan(buffer, from, to);
          try {
            items.item(new RawJson(buffer, from, to), scanner);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
