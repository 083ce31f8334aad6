package dev.hikkoshi.bench.measure;

import dev.hikkoshi.bench.sink.Counter;
import dev.hikkoshi.bench.sink.SinkQueue;
import dev.hikkoshi.bench.sink.Sinks;
import dev.hikkoshi.bench.sink.SqsMessage;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitState;
import dev.hikkoshi.common.queue.QueueNames;
import dev.hikkoshi.producer.SplitMessage;
import dev.hikkoshi.producer.SplitMessage.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A producer, from gzipped shards to messages: unzipped, counted, digested, packed, sent. Apart
/// from it the pass that proves shards whole by their MD5, for exports whose ETags do not.
final class ProduceBench implements Bench {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Sinks sinks = new Sinks();
  private final QueueNames names = QueueNames.from(Map.of());
  private final SinkQueue splitsQueue = sinks.sqs().queue(names.splits());
  private final Counter sent = sinks.sqs().queue(names.work()).sent();
  private final Counter read = sinks.dynamoDb().read();
  private final Counter units = sinks.dynamoDb().unitsSent();
  private final BenchSize size;
  private final ShardsFile file;
  private final MeasuredChild producer;
  private long offered;

  ProduceBench(BenchSize size) throws IOException {
    this.size = size;
    file = new ShardsFile(new BenchShards(sinks.s3(), size));
    producer = new MeasuredChild(Part.PRODUCE, sinks.environment());
  }

  private long produce(String migration, List<Split> splits)
      throws IOException, InterruptedException {
    long readBefore = read.count();
    long unitsBefore = units.count();
    long sentBefore = sent.count();
    offer(migration, splits, Task.SEND);
    if (units.count() - unitsBefore != sent.count() - sentBefore) {
      throw new IOException(
          "the producer sent "
              + (sent.count() - sentBefore)
              + " messages and says they were "
              + (units.count() - unitsBefore));
    }
    return read.count() - readBefore;
  }

  private long check(String migration, List<Split> splits)
      throws IOException, InterruptedException {
    long checkedBefore = sinks.dynamoDb().checked().count();
    offer(migration, splits, Task.CHECK);
    if (sinks.dynamoDb().checked().count() - checkedBefore != splits.size()) {
      throw new IOException("the producer did not find every split whole");
    }
    return splits.stream().mapToLong(Split::promisedItems).sum();
  }

  private void offer(String migration, List<Split> splits, Task task)
      throws IOException, InterruptedException {
    for (Split split : splits) {
      var message = SqsMessage.of(new SplitMessage(migration, split.id(), task).encode());
      splitsQueue.offer(() -> message);
    }
    offered += splits.size();
    if (!splitsQueue.acknowledged().await(offered, PATIENCE)) {
      throw new IOException(
          "the producer acknowledged no split for " + PATIENCE.toSeconds() + " s");
    }
  }

  @Override
  public List<Contender> parts(int items) throws IOException {
    String checked = BenchMigration.name(items);
    String unchecked = checked + "-unchecked";
    var files = new BenchShards(sinks.s3(), size.of(items)).files();
    var send = BenchMigration.record(sinks, checked, SplitState.CHECKED, files);
    var check = BenchMigration.record(sinks, unchecked, SplitState.PLANNED, files);
    return List.of(
        new ProcessContender("producer", items, producer, () -> produce(checked, send)),
        new ProcessContender("check", items, producer, () -> check(unchecked, check)));
  }

  @Override
  public List<Contender> baselines() {
    return List.of(file.gzip());
  }

  @Override
  public void close() {
    producer.close();
    file.close();
    sinks.close();
  }
}
