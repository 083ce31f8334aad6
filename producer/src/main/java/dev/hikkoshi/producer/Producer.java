package dev.hikkoshi.producer;

import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.metrics.Meters;
import dev.hikkoshi.common.metrics.Metric;
import dev.hikkoshi.common.queue.DeadQueue;
import dev.hikkoshi.common.queue.Delivery;
import dev.hikkoshi.common.queue.QueueException;
import dev.hikkoshi.common.queue.QueueNames;
import dev.hikkoshi.common.queue.Queues;
import dev.hikkoshi.common.queue.VisibilityKeeper;
import dev.hikkoshi.common.queue.WorkQueue;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.producer.split.UnitStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/// One producer of the fleet: a thread that takes splits until it is closed. A split under way when
/// the producer stops or dies is taken over by another, which reads it again and sends what was not
/// sent.
public final class Producer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Producer.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final String id;
  private final WorkQueue splits;
  private final WorkQueue work;
  private final WorkQueue dead;
  private final VisibilityKeeper keeper;
  private final SplitHandler handler;
  private final Time time;
  private final Thread thread;
  private volatile boolean running = true;
  private volatile boolean holding;

  /// Starts the producer.
  ///
  /// @param sources what reads a migration's source
  /// @param meters told what it does
  public Producer(
      String id,
      Function<Migration, S3Client> sources,
      Ledger ledger,
      Queues queues,
      QueueNames names,
      Meters meters,
      Time time) {
    this(id, sources, ledger, queues, names, meters, time, UnitStream.MAX_ITEMS);
  }

  /// Starts a producer of smaller units.
  ///
  /// @param sources what reads a migration's source
  /// @param meters told what it does
  /// @param unitItems the most items of a unit, the same for all producers
  public Producer(
      String id,
      Function<Migration, S3Client> sources,
      Ledger ledger,
      Queues queues,
      QueueNames names,
      Meters meters,
      Time time,
      int unitItems) {
    this.id = id;
    this.time = time;
    keeper = new VisibilityKeeper(Queues.VISIBILITY, time);
    splits = queues.open(names.splits());
    work = queues.open(names.work());
    dead = queues.open(names.dead());
    handler = new SplitHandler(sources, ledger, work, new DeadQueue(dead), meters, time, unitItems);
    meters.watch(Metric.HELD, this::held);
    meters.watch(Metric.RUNNING, () -> 1);
    thread = time.start(id, this::serve);
    LOG.info("Producer {} takes splits", id);
  }

  private void serve() {
    try (var receiver = splits.receiver()) {
      while (running) {
        next(receiver);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (QueueException e) {
      LOG.warn("A receiver was not closed: {}", e.getMessage());
    }
  }

  private void next(WorkQueue.Receiver receiver) throws InterruptedException {
    try {
      Optional<Delivery> delivery = receiver.receive();
      if (delivery.isPresent()) {
        handle(delivery.get());
      }
    } catch (QueueException | SdkException | IOException e) {
      LOG.warn("A split was not finished and will come back: {}", e.getMessage());
      time.sleep(AFTER_FAILURE);
    } catch (RuntimeException e) {
      // A bug may cost a split's attempt, never the producer: the message was not acknowledged and
      // comes back.
      LOG.error("A split failed in a way that was not foreseen and will come back", e);
      time.sleep(AFTER_FAILURE);
    }
  }

  private void handle(Delivery delivery) throws IOException, InterruptedException {
    holding = true;
    try (var _ = keeper.hold(delivery)) {
      handler.handle(delivery);
    } catch (InterruptedException e) {
      handBack(delivery);
      throw e;
    } finally {
      holding = false;
    }
  }

  /// How many splits it works on now: 0 or 1.
  public int held() {
    return holding ? 1 : 0;
  }

  private static void handBack(Delivery delivery) {
    try {
      delivery.visibility(Duration.ZERO);
    } catch (QueueException e) {
      LOG.warn("A split comes back later than it could: {}", e.getMessage());
    }
  }

  /// Stops taking splits and hands back the one under way.
  @Override
  public void close() {
    running = false;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keeper.close();
    List.of(splits, work, dead).forEach(WorkQueue::close);
    LOG.info("Producer {} has stopped", id);
  }
}
