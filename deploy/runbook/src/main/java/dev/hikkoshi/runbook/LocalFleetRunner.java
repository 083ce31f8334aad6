package dev.hikkoshi.runbook;

import dev.hikkoshi.common.aws.Account;
import dev.hikkoshi.common.aws.Clients;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.metrics.Meters;
import dev.hikkoshi.common.migration.LocalFleet;
import dev.hikkoshi.producer.Producer;
import dev.hikkoshi.worker.Destinations;
import dev.hikkoshi.worker.Worker;
import dev.hikkoshi.worker.WorkerSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Producers and workers inside this process.
public final class LocalFleetRunner implements AutoCloseable {
  private final List<Producer> producers = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();

  /// Starts them.
  public LocalFleetRunner(Services services, LocalFleet fleet, WorkerSettings settings) {
    for (int i = 0; i < fleet.workers(); i++) {
      workers.add(startWorker(services, settings));
    }
    for (int i = 0; i < fleet.producers(); i++) {
      producers.add(startProducer(services));
    }
  }

  /// Starts one worker.
  public static Worker startWorker(Services services, WorkerSettings settings) {
    return startWorker(services, settings, Meters.unpublished());
  }

  /// Starts one worker that tells what it does.
  public static Worker startWorker(Services services, WorkerSettings settings, Meters meters) {
    return new Worker(
        id("worker"),
        settings,
        new ByRole(services.clients()),
        settings.adHoc().topic().map(services.clients()::topic),
        services.ledger(),
        services.queues(),
        services.names(),
        meters,
        RandomGenerator.getDefault());
  }

  /// Starts one producer.
  public static Producer startProducer(Services services) {
    return startProducer(services, Meters.unpublished());
  }

  /// Starts one producer that tells what it does.
  public static Producer startProducer(Services services, Meters meters) {
    return new Producer(
        id("producer"),
        migration -> services.source(migration).s3(),
        services.ledger(),
        services.queues(),
        services.names(),
        meters,
        services.time());
  }

  /// Each destination as its migration's role reaches it.
  private record ByRole(Clients clients) implements Destinations {
    @Override
    public Account of(Migration migration) {
      return clients.as(migration.destinationRole());
    }

    @Override
    public Clock clock() {
      return clients.rawDynamoDb().clock();
    }
  }

  private static String id(String role) {
    return role + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  @Override
  public void close() {
    var closing = new ArrayList<Thread>();
    producers.forEach(p -> closing.add(Thread.ofVirtual().start(p::close)));
    workers.forEach(w -> closing.add(Thread.ofVirtual().start(w::close)));
    try {
      for (Thread thread : closing) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
