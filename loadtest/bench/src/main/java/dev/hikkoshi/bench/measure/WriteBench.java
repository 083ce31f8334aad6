package dev.hikkoshi.bench.measure;

import dev.hikkoshi.bench.sink.Counter;
import dev.hikkoshi.bench.sink.Sinks;
import dev.hikkoshi.common.ledger.SplitState;
import java.io.IOException;
import java.util.List;

/// A worker, from its messages to their acknowledgement: received, written, settled, acknowledged.
/// Beside it the AWS SDK writes the same items out of its own memory, without any queue.
final class WriteBench implements Bench {
  private final Sinks sinks = new Sinks();
  private final Counter written = sinks.dynamoDb().written();
  private final Counter settled = sinks.dynamoDb().settled();
  private final WorkQueueFeed feed = WorkQueueFeed.writes(sinks.sqs());
  private final MeasuredChild worker;
  private final MeasuredChild plain;
  private final BenchSize size;

  WriteBench(BenchSize size) throws IOException {
    this.size = size;
    BenchMigration.record(sinks, BenchMigration.NAME, SplitState.CLOSED, List.of());
    worker = new MeasuredChild(Part.WORK, sinks.environment());
    plain = new MeasuredChild(Part.SDK_WRITE, sinks.environment());
  }

  private long work(int items) throws IOException, InterruptedException {
    long writtenBefore = written.count();
    long settledBefore = settled.count();
    int units = feed.offer(items);
    feed.await("the worker");
    if (settled.count() - settledBefore != units) {
      throw new IOException(
          "the worker settled " + (settled.count() - settledBefore) + " units instead of " + units);
    }
    return written.count() - writtenBefore;
  }

  @Override
  public List<Contender> parts(int items) {
    return List.of(new ProcessContender("worker", items, worker, () -> work(items)));
  }

  @Override
  public List<Contender> baselines() {
    return List.of(ProcessContender.told("plain SDK loop", size.items(), plain));
  }

  @Override
  public void close() {
    worker.close();
    plain.close();
    sinks.close();
  }
}
