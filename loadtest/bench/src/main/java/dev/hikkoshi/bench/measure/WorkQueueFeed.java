package dev.hikkoshi.bench.measure;

import dev.hikkoshi.bench.sink.SinkQueue;
import dev.hikkoshi.bench.sink.SqsSink;
import dev.hikkoshi.bench.sink.UnitMessages;
import dev.hikkoshi.common.queue.QueueNames;
import dev.hikkoshi.producer.split.UnitStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Puts units on a sink's work queue as producers do, and waits until they are acknowledged. For
/// one thread.
final class WorkQueueFeed {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// In a unit, as producers pack them.
  private static final int OBJECTS = 100;

  private static final int DIFFERENT_ITEMS = 4_000;

  private final UnitMessages messages;
  private final int most;
  private final SinkQueue queue;
  private int sequence;

  /// @param most how many items a unit has
  private WorkQueueFeed(SqsSink sqs, UnitMessages messages, int most) {
    this.messages = messages;
    this.most = most;
    queue = sqs.queue(QueueNames.from(Map.of()).work());
  }

  /// Units of items to write.
  static WorkQueueFeed writes(SqsSink sqs) {
    return new WorkQueueFeed(
        sqs,
        UnitMessages.writes(
            BenchMigration.NAME, BenchMigration.NAME, BenchItems.of(0, DIFFERENT_ITEMS)),
        UnitStream.MAX_ITEMS);
  }

  /// Units of objects to copy.
  static WorkQueueFeed copies(SqsSink sqs, String from, String to) {
    return new WorkQueueFeed(sqs, UnitMessages.copies(BenchMigration.NAME, from, to), OBJECTS);
  }

  /// Offers units of that many items together.
  ///
  /// @return how many units
  int offer(int items) {
    int units = Math.ceilDiv(items, most);
    for (int unit = 0; unit < units; unit++) {
      int size = Math.min(most, items - unit * most);
      int number = sequence++;
      queue.offer(() -> messages.message(number, size));
    }
    return units;
  }

  /// Waits until all units offered so far are acknowledged.
  ///
  /// @throws IOException if nothing was acknowledged for long
  void await(String who) throws IOException, InterruptedException {
    if (!queue.acknowledged().await(sequence, PATIENCE)) {
      throw new IOException(
          who
              + " acknowledged nothing for "
              + PATIENCE.toSeconds()
              + " s: "
              + queue.acknowledged().count()
              + " of "
              + sequence
              + " messages");
    }
  }
}
