package dev.hikkoshi.worker;

import dev.hikkoshi.common.aws.Topic;
import dev.hikkoshi.common.ledger.Ledger;
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
import dev.hikkoshi.worker.adhoc.AdHocCopies;
import dev.hikkoshi.worker.copy.ObjectUnits;
import dev.hikkoshi.worker.fleet.Breakers;
import dev.hikkoshi.worker.fleet.Leases;
import dev.hikkoshi.worker.fleet.Membership;
import dev.hikkoshi.worker.fleet.Pacers;
import dev.hikkoshi.worker.fleet.Sampler;
import dev.hikkoshi.worker.pace.AdaptivePacer;
import dev.hikkoshi.worker.pace.Pacing;
import dev.hikkoshi.worker.pace.RetryPolicy;
import dev.hikkoshi.worker.scan.SegmentScan;
import dev.hikkoshi.worker.write.WriteUnits;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// One worker of the fleet: threads that take units from the work and the retry queue until it is
/// closed.
///
/// Every fourth thread serves the retry queue, and at least one, so that neither fresh nor deferred
/// units starve.
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration NOT_ALIVE = Duration.ofMillis(100);
  private static final int RETRY_EVERY = 4;

  /// A copy takes S3's time: many go side by side.
  private static final int OPEN_REQUESTS_PER_THREAD = 16;

  private final String id;
  private final Duration drain;
  private final Leases leases;
  private final Pacers pacers;
  private final Time time;
  private final UnitHandler handler;
  private final VisibilityKeeper keeper;
  private final Membership membership;
  private final Sampler sampler;
  private final List<WorkQueue> queues;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger held = new AtomicInteger();
  private volatile boolean running = true;

  /// Starts the worker.
  ///
  /// @param destinations where it writes
  /// @param topic where outcomes of ad-hoc copies are published
  /// @param meters told what it does
  public Worker(
      String id,
      WorkerSettings settings,
      Destinations destinations,
      Optional<Topic> topic,
      Ledger ledger,
      Queues fleetQueues,
      QueueNames names,
      Meters meters,
      RandomGenerator random) {
    this(
        id,
        settings,
        destinations,
        topic,
        ledger,
        fleetQueues,
        names,
        meters,
        random,
        Time.SYSTEM,
        (rate, start) -> new AdaptivePacer(rate, start, System::nanoTime, Time.SYSTEM));
  }

  /// Starts a worker that lives in its own time.
  ///
  /// @param destinations where it writes
  /// @param meters told what it does
  /// @param pacing makes the pacer of a migration
  public Worker(
      String id,
      WorkerSettings settings,
      Destinations destinations,
      Optional<Topic> topic,
      Ledger ledger,
      Queues fleetQueues,
      QueueNames names,
      Meters meters,
      RandomGenerator random,
      Time time,
      Pacing pacing) {
    this.id = id;
    this.drain = settings.drain();
    this.time = time;
    Clock clock = time.clock();
    WorkQueue work = fleetQueues.open(names.work());
    WorkQueue retry = fleetQueues.open(names.retry());
    WorkQueue dead = fleetQueues.open(names.dead());
    queues = List.of(work, retry, dead);
    keeper = new VisibilityKeeper(Queues.VISIBILITY, time);
    leases =
        new Leases(
            ledger.migrations(),
            destinations.clock(),
            time::nanoTime,
            settings.signatureValidity());
    pacers = new Pacers(pacing);
    var breakers = new Breakers(time);
    var itemsDone = new LongAdder();
    handler =
        new UnitHandler(
            ledger,
            retry,
            new DeadQueue(dead),
            keeper,
            leases,
            pacers,
            breakers,
            new WriteUnits(
                ledger, migration -> destinations.of(migration).rawDynamoDb(), random, clock, time),
            new ObjectUnits(
                ledger,
                migration -> destinations.of(migration).copies(),
                OPEN_REQUESTS_PER_THREAD * settings.threads(),
                random,
                destinations.clock(),
                time),
            new AdHocCopies(ledger, settings.adHoc(), topic, clock),
            migration ->
                new SegmentScan(
                    destinations.of(migration).rawDynamoDb(),
                    pacers.of(migration),
                    RetryPolicy.STANDARD,
                    random,
                    time),
            itemsDone,
            meters,
            clock,
            () -> running);
    membership =
        new Membership(id, ledger.fleet(), leases, pacers, breakers, itemsDone::sum, meters, time);
    meters.watch(Metric.HELD, held::get);
    meters.watch(Metric.RUNNING, () -> 1);
    sampler = new Sampler(id, ledger.samples(), leases, pacers, destinations.clock(), time);
    int retrying = Math.max(1, settings.threads() / RETRY_EVERY);
    int working = Math.max(1, settings.threads() - retrying);
    for (int i = 0; i < working + retrying; i++) {
      WorkQueue queue = i < working ? work : retry;
      threads.add(time.start(id + "-" + i, () -> serve(queue)));
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
      return delivery.isPresent() ? handle(delivery.get()) : Duration.ZERO;
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

  private Duration handle(Delivery delivery) throws InterruptedException {
    held.incrementAndGet();
    try {
      return handler.handle(delivery);
    } finally {
      held.decrementAndGet();
    }
  }

  /// How many units it works on now.
  public int held() {
    return held.get();
  }

  private void pause(Duration pause) throws InterruptedException {
    long until = time.nanoTime() + pause.toNanos();
    while (running && time.nanoTime() < until) {
      time.sleep(Duration.ofMillis(Math.min(100, pause.toMillis())));
    }
  }

  /// Stops taking units, waits until those under way are finished or handed back, and leaves the
  /// fleet. What is not finished after the drain time is given up; its messages come back by
  /// themselves.
  @Override
  public void close() {
    running = false;
    pacers.stop();
    try {
      long until = time.nanoTime() + drain.toNanos();
      for (Thread thread : threads) {
        if (!time.join(thread, Duration.ofNanos(Math.max(1, until - time.nanoTime())))) {
          threads.forEach(Thread::interrupt);
          thread.join();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    keeper.close();
    sampler.close();
    membership.close();
    queues.forEach(WorkQueue::close);
    LOG.info("Worker {} has stopped", id);
  }
}
