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

/// Digests a migration's table by a parallel Scan, as workers do, and nothing else.
final class DestinationDigestTask implements MeasuredTask {
  private static final int SEGMENTS = 8;

  private final Services services;
  private final Migration migration;
  private final Pacer pacer;

  DestinationDigestTask(Services services) {
    this.services = services;
    migration = services.ledger().migrations().find(BenchMigration.NAME).orElseThrow();
    pacer =
        new AdaptivePacer(migration.readTarget(), Start.CAPACITY, System::nanoTime, Time.SYSTEM);
    pacer.share(migration.readTarget());
  }

  @Override
  public long run() throws ExecutionException, InterruptedException {
    var segments =
        IntStream.range(0, SEGMENTS)
            .<Callable<Long>>mapToObj(
                segment -> () -> digest(new ScanSegment(migration.table(), segment, SEGMENTS)))
            .toList();
    return SideBySide.run(Time.SYSTEM, "scan", segments).stream().mapToLong(Long::longValue).sum();
  }

  private long digest(ScanSegment segment) throws Exception {
    var scan =
        new SegmentScan(
            services.clients().rawDynamoDb(),
            pacer,
            RetryPolicy.STANDARD,
            RandomGenerator.getDefault(),
            Time.SYSTEM);
    return new ScanUnit(scan, migration).digest(segment, () -> true).orElseThrow().digest().count();
  }
}
