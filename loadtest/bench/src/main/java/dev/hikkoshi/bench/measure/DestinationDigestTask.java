package dev.hikkoshi.bench.measure;

import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.time.SideBySide;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.common.unit.ScanSegment;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.worker.pace.AdaptivePacer;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.RetryPolicy;
import dev.hikkoshi.worker.pace.Start;
import dev.hikkoshi.worker.scan.ScanUnit;
import dev.hikkoshi.worker.scan.SegmentScan;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Digests the table of a migration of that many items by a parallel Scan, as workers do, and
/// nothing else.
final class DestinationDigestTask implements MeasuredTask {
  private static final int SEGMENTS = 8;

  private final Services services;
  private final Pacer pacer;

  DestinationDigestTask(Services services) {
    this.services = services;
    pacer = new AdaptivePacer(BenchMigration.RATE, Start.CAPACITY, System::nanoTime, Time.SYSTEM);
    pacer.share(BenchMigration.RATE);
  }

  @Override
  public long run(int items) throws ExecutionException, InterruptedException {
    Migration migration =
        services.ledger().migrations().find(BenchMigration.name(items)).orElseThrow();
    var segments =
        IntStream.range(0, SEGMENTS)
            .<Callable<Long>>mapToObj(segment -> () -> digest(migration, segment))
            .toList();
    return SideBySide.run(Time.SYSTEM, "scan", segments).stream().mapToLong(Long::longValue).sum();
  }

  private long digest(Migration migration, int segment) throws Exception {
    var scan =
        new SegmentScan(
            services.clients().rawDynamoDb(),
            pacer,
            RetryPolicy.STANDARD,
            RandomGenerator.getDefault(),
            Time.SYSTEM);
    var whole = new ScanSegment(migration.table(), segment, SEGMENTS);
    return new ScanUnit(scan, migration).digest(whole, () -> true).orElseThrow().digest().count();
  }
}
