package dev.hikkoshi.worker.fleet;

import dev.hikkoshi.common.ledger.FleetRows;
import dev.hikkoshi.common.ledger.Heartbeat;
import dev.hikkoshi.common.ledger.Migration;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// This worker's place in the fleet: beats, watches the others, keeps leases fresh and tells each
/// pacer its share.
public final class Membership implements AutoCloseable {
  /// The role of workers in the fleet's rows.
  public static final String ROLE = "worker";

  /// Between heartbeats.
  public static final Duration INTERVAL = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private final String id;
  private final FleetRows fleet;
  private final Leases leases;
  private final Pacers pacers;
  private final LongSupplier items;
  private final FleetView view = new FleetView(INTERVAL, System.nanoTime());
  private final Thread thread;

  /// Joins the fleet.
  ///
  /// @param items counts what this worker has written
  public Membership(String id, FleetRows fleet, Leases leases, Pacers pacers, LongSupplier items) {
    this.id = id;
    this.fleet = fleet;
    this.leases = leases;
    this.pacers = pacers;
    this.items = items;
    this.thread = Thread.ofVirtual().name("heartbeat-" + id).start(this::run);
  }

  private void run() {
    try {
      for (long beat = 1; ; beat++) {
        beat(beat);
        share();
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat(long beat) {
    try {
      fleet.beat(new Heartbeat(id, ROLE, beat, items.getAsLong()));
      view.observe(fleet.all(ROLE), System.nanoTime());
      leases.refreshAll();
    } catch (SdkException e) {
      LOG.warn(
          "The ledger cannot be reached, worker {} pauses until it can: {}", id, e.getMessage());
    }
  }

  private void share() {
    long now = System.nanoTime();
    for (Migration migration : leases.seen()) {
      pacers.of(migration.name()).share(view.share(migration.target(), now));
    }
  }

  /// Stops beating and leaves the fleet.
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
      fleet.leave(ROLE, id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SdkException e) {
      LOG.warn(
          "Worker {} could not leave the fleet; its heartbeat will lapse: {}", id, e.getMessage());
    }
  }
}
