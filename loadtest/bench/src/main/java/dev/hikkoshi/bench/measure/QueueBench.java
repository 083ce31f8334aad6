package dev.hikkoshi.bench.measure;

import dev.hikkoshi.bench.sink.Sinks;
import java.io.IOException;
import java.util.List;

/// The work queue alone: messages of full units received and acknowledged through JMS, as workers
/// do, beside the same with nothing but the AWS SDK.
final class QueueBench implements Bench {
  private final Sinks sinks = new Sinks();
  private final WorkQueueFeed feed = WorkQueueFeed.writes(sinks.sqs());
  private final Contender production;
  private final Contender plain;

  QueueBench(BenchSize size) throws IOException {
    production = contender("queue port", Part.RECEIVE, size);
    plain = contender("plain SDK receive", Part.SDK_RECEIVE, size);
  }

  private Contender contender(String name, Part part, BenchSize size) throws IOException {
    var child = new MeasuredChild(part, size.items(), sinks.environment());
    return new ProcessContender(
        name,
        size.items(),
        child,
        () -> {
          feed.offer(size.items());
          long items = child.run();
          feed.await(name);
          return items;
        });
  }

  @Override
  public List<Contender> parts() {
    return List.of(production);
  }

  @Override
  public List<Contender> baselines() {
    return List.of(plain);
  }

  @Override
  public void close() {
    production.close();
    plain.close();
    sinks.close();
  }
}
