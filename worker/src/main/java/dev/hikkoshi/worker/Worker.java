package dev.hikkoshi.worker;

import dev.hikkoshi.common.aws.AwsClients;
import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.queue.DeadQueue;
import dev.hikkoshi.common.queue.Delivery;
import dev.hikkoshi.common.queue.QueueException;
import dev.hikkoshi.common.queue.QueueNames;
import dev.hikkoshi.common.queue.SqsQueues;
import dev.hikkoshi.common.queue.VisibilityKeeper;
import dev.hikkoshi.common.queue.WorkQueue;
import dev.hikkoshi.worker.fleet.Leases;
import dev.hikkoshi.worker.fleet.Membership;
import dev.hikkoshi.worker.fleet.Pacers;
import dev.hikkoshi.worker.pace.AdaptivePacer;
import dev.hikkoshi.worker.pace.RetryPolicy;
import dev.hikkoshi.worker.scan.SegmentScan;
import dev.hikkoshi.worker.write.WriteUnits;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// One worker of the fleet: threads that take units from the work and the retry queue until it is
/// closed.
///
/// Every fourth thread serves the retry queue, so that neither fresh nor deferred units starve.
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration NOT_ALIVE = Duration.ofMillis(100);
  private static final int RETRY_EVERY = 4;

  private final String id;
  private final Duration drain;
  private final Leases leases;
  private final UnitHandler handler;
  private final VisibilityKeeper keeper;
  private final Membership membership;
  private final List<WorkQueue> queues;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running = true;

  /// Starts the worker.
  ///
  /// @param clients where it writes; must have sent a DynamoDB request already
  public Worker(
      String id,
      WorkerSettings settings,
      AwsClients clients,
      Ledger ledger,
      SqsQueues sqs,
      QueueNames names,
      RandomGenerator random) {
    this.id = id;
    this.drain = settings.drain();
    var clock = Clock.systemUTC();
    RawDynamoDb dynamoDb = clients.rawDynamoDb();
    WorkQueue work = sqs.open(names.work());
    WorkQueue retry = sqs.open(names.retry());
    WorkQueue dead = sqs.open(names.dead());
    queues = List.of(work, retry, dead);
    keeper = new VisibilityKeeper(SqsQueues.VISIBILITY);
    leases =
        new Leases(
            ledger.migrations(), clients.clock(), System::nanoTime, settings.signatureValidity());
    var pacers = new Pacers(rate -> new AdaptivePacer(rate, System::nanoTime, Thread::sleep));
    var itemsDone = new LongAdder();
    handler =
        new UnitHandler(
            ledger,
            retry,
            new DeadQueue(dead),
            keeper,
            leases,
            pacers,
            new WriteUnits(ledger, dynamoDb, random, clock, Thread::sleep),
            () -> new SegmentScan(dynamoDb, RetryPolicy.STANDARD, random, clock, Thread::sleep),
            itemsDone,
            clock,
            () -> running);
    membership = new Membership(id, ledger.fleet(), leases, pacers, itemsDone::sum);
    for (int i = 0; i < settings.threads(); i++) {
      WorkQueue queue = i % RETRY_EVERY == RETRY_EVERY - 1 ? retry : work;
      threads.add(Thread.ofVirtual().name(id + "-" + i).start(() -> serve(queue)));
    }
    LOG.info("Worker {} takes units on {} threads", id, settings.threads());
  }

  private void serve(WorkQueue queue) {
    try (var receiver = queue.receiver()) {
      while (running) {
        Duration pause = leases.isAlive() ? next(receiver) : NOT_ALIVE;
        if (!pause.isZero()) {
          pause(pause);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (QueueException e) {
      LOG.warn("A receiver was not closed: {}", e.getMessage());
    }
  }

  private Duration next(WorkQueue.Receiver receiver) throws InterruptedException {
    try {
      Optional<Delivery> delivery = receiver.receive();
      return delivery.isPresent() ? handler.handle(delivery.get()) : Duration.ZERO;
    } catch (QueueException | SdkException e) {
      LOG.warn("A unit was not finished and will come back: {}", e.getMessage());
      return AFTER_FAILURE;
    } catch (RuntimeException e) {
      // A bug may cost a unit's attempt, never a thread: the message was not acknowledged and comes
      // back.
      LOG.error("A unit failed in a way that was not foreseen and will come back", e);
      return AFTER_FAILURE;
    }
  }

  private void pause(Duration pause) throws InterruptedException {
    long until = System.nanoTime() + pause.toNanos();
    while (running && System.nanoTime() < until) {
      Thread.sleep(Math.min(100, pause.toMillis()));
    }
  }

  /// Stops taking units, waits until those under way are finished or handed back, and leaves the
  /// fleet. What is not finished after the drain time is given up; its messages come back by
  /// themselves.
  @Override
  public void close() {
    running = false;
    try {
      long until = System.nanoTime() + drain.toNanos();
      for (Thread thread : threads) {
        if (!thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())))) {
          threads.forEach(Thread::interrupt);
          thread.join();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keeper.close();
    membership.close();
    queues.forEach(WorkQueue::close);
    LOG.info("Worker {} has stopped", id);
  }
}
