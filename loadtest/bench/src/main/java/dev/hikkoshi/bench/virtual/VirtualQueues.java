package dev.hikkoshi.bench.virtual;

import dev.hikkoshi.common.queue.Delivery;
import dev.hikkoshi.common.queue.QueueDepth;
import dev.hikkoshi.common.queue.QueueException;
import dev.hikkoshi.common.queue.Queues;
import dev.hikkoshi.common.queue.WorkQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The queues as one process sees them, over the network.
final class VirtualQueues implements Queues {
  private static final Duration WAIT = Duration.ofSeconds(2);

  private final Node node;
  private final Map<String, VirtualQueue> queues;
  private final boolean acknowledgesAtOnce;

  /// @param acknowledgesAtOnce breaks the rule that work comes before its acknowledgement
  VirtualQueues(Node node, Map<String, VirtualQueue> queues, boolean acknowledgesAtOnce) {
    this.node = node;
    this.queues = queues;
    this.acknowledgesAtOnce = acknowledgesAtOnce;
  }

  @Override
  public WorkQueue open(String name) {
    VirtualQueue queue = queues.get(name);
    if (queue == null) {
      throw new QueueException("open", name, new IllegalArgumentException("no such queue"));
    }
    return new Connection(queue);
  }

  @Override
  public boolean exists(String name) {
    return true;
  }

  @Override
  public void create(String name) {
    // there from the beginning
  }

  @Override
  public void close() {}

  private <T> T call(String operation, VirtualQueue queue, Chaos.Kind kind, Supplier<T> effect) {
    try {
      return node.request(queue.name() + " " + operation, kind, effect);
    } catch (IOException e) {
      throw new QueueException(operation, queue.name(), e);
    }
  }

  private final class Connection implements WorkQueue {
    private final VirtualQueue queue;

    Connection(VirtualQueue queue) {
      this.queue = queue;
    }

    @Override
    public String name() {
      return queue.name();
    }

    @Override
    public void send(String body, Duration delay) {
      var _ =
          call(
              "send " + VirtualQueue.start(body),
              queue,
              Chaos.Kind.CHANGE,
              () -> queue.send(body, delay));
    }

    @Override
    public Receiver receiver() {
      return new Listener(queue);
    }

    @Override
    public QueueDepth depth() {
      return call("depth", queue, Chaos.Kind.LOOK, queue::depth);
    }

    @Override
    public void close() {}
  }

  private final class Listener implements WorkQueue.Receiver {
    private final VirtualQueue queue;

    Listener(VirtualQueue queue) {
      this.queue = queue;
    }

    @Override
    public Optional<Delivery> receive() throws InterruptedException {
      node.sleep(Duration.ZERO); // interruptible
      Optional<VirtualQueue.Receipt> receipt =
          call("receive", queue, Chaos.Kind.LOOK, queue::receive);
      if (receipt.isEmpty()) {
        node.sleep(WAIT);
        return Optional.empty();
      }
      var delivery = new Handed(queue, receipt.get());
      if (acknowledgesAtOnce) {
        delivery.acknowledge();
      }
      return Optional.of(delivery);
    }

    @Override
    public void close() {}
  }

  private final class Handed implements Delivery {
    private final VirtualQueue queue;
    private final VirtualQueue.Receipt receipt;

    Handed(VirtualQueue queue, VirtualQueue.Receipt receipt) {
      this.queue = queue;
      this.receipt = receipt;
    }

    @Override
    public String body() {
      return receipt.body();
    }

    @Override
    public int receiveCount() {
      return receipt.receives();
    }

    @Override
    public void acknowledge() {
      var _ =
          call(
              "acknowledge " + receipt, queue, Chaos.Kind.CHANGE, () -> queue.acknowledge(receipt));
    }

    @Override
    public void visibility(Duration fromNow) {
      var _ =
          call(
              "visibility " + fromNow + " " + receipt,
              queue,
              Chaos.Kind.LOOK,
              () -> queue.visibility(receipt, fromNow));
    }

    /// The same in every run, for whoever keeps deliveries in a hash set.
    @Override
    public int hashCode() {
      return receipt.body().hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }
  }
}
