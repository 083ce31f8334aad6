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
  private final ShardsFile file;
  private final List<Contender> sides;

  DigestBench(BenchSize size) throws IOException {
    var shards = new BenchShards(sinks.s3(), size);
    BenchMigration.record(sinks, BenchMigration.NAME, SplitState.CHECKED, shards.files());
    sinks.dynamoDb().scan(new ScanPages(BenchItems.of(0, SCANNED), size.items()));
    file = new ShardsFile(shards);
    sides =
        List.of(
            side("source", Part.DIGEST_SOURCE, size),
            side("destination", Part.DIGEST_DESTINATION, size));
  }

  private Contender side(String name, Part part, BenchSize size) throws IOException {
    return ProcessContender.told(
        name, size.items(), new MeasuredChild(part, size.items(), sinks.environment()));
  }

  @Override
  public List<Contender> parts() {
    return sides;
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
    sides.forEach(Contender::close);
    file.close();
    sinks.close();
  }
}
