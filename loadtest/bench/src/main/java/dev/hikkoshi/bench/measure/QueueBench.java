package dev.hikkoshi.bench.measure;

import dev.hikkoshi.bench.sink.Sinks;
import java.io.IOException;
import java.util.List;

/// The work queue alone: messages of full units received and acknowledged through JMS, as workers
/// do, beside the same with nothing but the AWS SDK.
final class QueueBench implements Bench {
  private final Sinks sinks = new Sinks();
  private final WorkQueueFeed feed = WorkQueueFeed.writes(sinks.sqs());
  private final MeasuredChild production;
  private final MeasuredChild plain;
  private final BenchSize size;

  QueueBench(BenchSize size) throws IOException {
    this.size = size;
    production = new MeasuredChild(Part.RECEIVE, sinks.environment());
    plain = new MeasuredChild(Part.SDK_RECEIVE, sinks.environment());
  }

  private Contender contender(String name, int items, MeasuredChild child) {
    return new ProcessContender(
        name,
        items,
        child,
        () -> {
          feed.offer(items);
          long received = child.run(items);
          feed.await(name);
          return received;
        });
  }

  @Override
  public List<Contender> parts(int items) {
    return List.of(contender("queue port", items, production));
  }

  @Override
  public List<Contender> baselines() {
    return List.of(contender("plain SDK receive", size.items(), plain));
  }

  @Override
  public void close() {
    production.close();
    plain.close();
    sinks.close();
  }
}
