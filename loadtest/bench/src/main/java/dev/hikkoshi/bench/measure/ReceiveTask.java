package dev.hikkoshi.bench.measure;

import dev.hikkoshi.common.queue.Delivery;
import dev.hikkoshi.common.queue.WorkQueue;
import dev.hikkoshi.common.time.SideBySide;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.producer.split.UnitStream;
import dev.hikkoshi.runbook.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/// Receives the work queue's messages and acknowledges them, on as many threads as a worker has,
/// through the queue port that production uses, and does nothing with them.
final class ReceiveTask implements MeasuredTask {
  private final List<WorkQueue.Receiver> receivers = new ArrayList<>();

  ReceiveTask(Services services, int threads) {
    WorkQueue queue = services.queues().open(services.names().work());
    for (int i = 0; i < threads; i++) {
      receivers.add(queue.receiver());
    }
  }

  @Override
  public long run(int items) throws ExecutionException, InterruptedException {
    var left = new AtomicInteger(Math.ceilDiv(items, UnitStream.MAX_ITEMS));
    var tasks =
        receivers.stream()
            .<Callable<Integer>>map(receiver -> () -> receive(receiver, left))
            .toList();
    int received =
        SideBySide.run(Time.SYSTEM, "receive", tasks).stream().mapToInt(Integer::intValue).sum();
    return Math.min(items, (long) received * UnitStream.MAX_ITEMS);
  }

  private static int receive(WorkQueue.Receiver receiver, AtomicInteger left)
      throws InterruptedException {
    int received = 0;
    while (left.getAndDecrement() > 0) {
      Optional<Delivery> delivery = Optional.empty();
      while (delivery.isEmpty()) {
        delivery = receiver.receive();
      }
      delivery.get().acknowledge();
      received++;
    }
    return received;
  }
}
