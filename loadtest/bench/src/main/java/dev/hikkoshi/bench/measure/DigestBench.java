package dev.hikkoshi.bench.measure;

import dev.hikkoshi.bench.sink.ScanPages;
import dev.hikkoshi.bench.sink.Sinks;
import dev.hikkoshi.common.ledger.SplitState;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/// Both sides of a verification: the source's digest from gzipped shards, the destination's from
/// the pages of a parallel Scan. Its own figures are those of the side that costs more.
final class DigestBench implements Bench {
  private static final int SCANNED = 3_000;

  private final Sinks sinks = new Sinks();
  private final BenchSize size;
  private final ShardsFile file;
  private final MeasuredChild source;
  private final MeasuredChild destination;

  DigestBench(BenchSize size) throws IOException {
    this.size = size;
    file = new ShardsFile(new BenchShards(sinks.s3(), size));
    source = new MeasuredChild(Part.DIGEST_SOURCE, sinks.environment());
    destination = new MeasuredChild(Part.DIGEST_DESTINATION, sinks.environment());
  }

  @Override
  public List<Contender> parts(int items) throws IOException {
    String name = BenchMigration.name(items);
    var shards = new BenchShards(sinks.s3(), size.of(items));
    BenchMigration.record(sinks, name, SplitState.CHECKED, shards.files());
    sinks.dynamoDb().scan(name, new ScanPages(BenchItems.of(0, SCANNED), items));
    return List.of(
        ProcessContender.told("source", items, source),
        ProcessContender.told("destination", items, destination));
  }

  @Override
  public List<Contender> baselines() {
    return List.of(file.gzip());
  }

  @Override
  public Measurement headline(List<Measurement> parts) {
    return parts.stream()
        .max(Comparator.comparingDouble(side -> side.cpuSecondsPerMillion().median()))
        .orElseThrow();
  }

  @Override
  public void close() {
    source.close();
    destination.close();
    file.close();
    sinks.close();
  }
}
