package dev.hikkoshi.worker.fleet;

import dev.hikkoshi.common.ledger.FleetRows;
import dev.hikkoshi.common.ledger.Heartbeat;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.metrics.Meters;
import dev.hikkoshi.common.metrics.Metric;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.worker.pace.FleetShare;
import dev.hikkoshi.worker.pace.Share;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// This worker's place in the fleet: beats, reads the others' heartbeats, keeps leases fresh and
/// tells each pacer its share.
public final class Membership implements AutoCloseable {
  /// The role of workers in the fleet's rows.
  public static final String ROLE = "worker";

  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private static final Duration SHARE_INTERVAL = Duration.ofMillis(100);

  private final String id;
  private final FleetRows fleet;
  private final Leases leases;
  private final Pacers pacers;
  private final Breakers breakers;
  private final LongSupplier items;
  private final Meters meters;
  private final Time time;
  private final Map<String, Seen> shares = new ConcurrentHashMap<>();
  private final List<Thread> threads;

  /// Joins the fleet.
  ///
  /// @param items counts what this worker has written
  /// @param meters told each migration's target, and this worker's pace of it
  public Membership(
      String id,
      FleetRows fleet,
      Leases leases,
      Pacers pacers,
      Breakers breakers,
      LongSupplier items,
      Meters meters,
      Time time) {
    this.id = id;
    this.time = time;
    this.fleet = fleet;
    this.leases = leases;
    this.pacers = pacers;
    this.breakers = breakers;
    this.items = items;
    this.meters = meters;
    this.threads =
        List.of(time.start("heartbeat-" + id, this::beat), time.start("share-" + id, this::share));
  }

  private void beat() {
    try {
      for (long beat = 1; ; beat++) {
        sync(beat);
        time.sleep(FleetShare.INTERVAL);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void sync(long beat) {
    long begun = time.nanoTime();
    try {
      // Before the beat is written: what it says must hold when it is read.
      List<Heartbeat.Pace> paces =
          leases.lowestPhases().entrySet().stream()
              .flatMap(each ->
                  pacers
                      .paces(each.getKey(), each.getValue(), breakers.refusal(each.getKey()))
                      .stream())
              .toList();
      paces.stream()
          .filter(pace -> !Pacers.isGroup(pace.migration()))
          .forEach(pace -> meters.set(Metric.PACE, pace.migration(), pace.unitsPerSecond()));
      fleet.beat(new Heartbeat(id, ROLE, beat, items.getAsLong(), paces));
      leases.beaten(begun);
      List<Heartbeat> beats = fleet.all(ROLE);
      leases.refreshAll();
      forgetOthers(leases.lowestPhases().keySet());
      long now = time.nanoTime();
      for (Migration migration : leases.seen()) {
        meters.set(Metric.TARGET, migration.name(), migration.rate());
        synced(migration.name(), migration, begun, now, beats);
        for (int group : pacers.groups(migration.name())) {
          synced(Pacers.group(migration.name(), group), migration, begun, now, beats);
        }
      }
    } catch (SdkException e) {
      if (!Thread.currentThread().isInterrupted()) {
        LOG.warn(
            "The ledger cannot be reached, worker {} pauses until it can: {}", id, e.getMessage());
      }
    } catch (RuntimeException e) {
      // Whatever it is, the next heartbeat may succeed; without heartbeats the share becomes 0 by
      // itself.
      LOG.error("A heartbeat of worker {} failed in a way that was not foreseen", id, e);
    }
  }

  /// @param name of the migration, or of a group of its keys
  private void synced(
      String name, Migration migration, long begun, long now, List<Heartbeat> beats) {
    shares.compute(
        name,
        (_, before) ->
            new Seen(
                (before == null ? FleetShare.newcomer(id, FleetShare.INTERVAL) : before.fleet)
                    .synced(begun, now, of(name, beats), migration.rate()),
                migration.isReading()));
  }

  private void forgetOthers(Set<String> migrations) {
    pacers.retain(migrations);
    breakers.retain(migrations);
    shares.keySet().removeIf(name -> !migrations.contains(name.replaceFirst("#.*", "")));
    meters.retain(migrations);
  }

  private static List<dev.hikkoshi.worker.pace.Heartbeat> of(
      String migration, List<Heartbeat> beats) {
    return beats.stream()
        .map(beat -> {
          Heartbeat.Pace pace = beat.pace(migration);
          return new dev.hikkoshi.worker.pace.Heartbeat(
              beat.id(), beat.beat(), pace.unitsPerSecond(), pace.refused());
        })
        .toList();
  }

  /// Apart from the heartbeats: a ledger that hangs must not keep a share alive that has lapsed.
  private void share() {
    try {
      while (true) {
        tellShares();
        time.sleep(SHARE_INTERVAL);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellShares() {
    long now = time.nanoTime();
    for (Migration migration : leases.seen()) {
      try {
        Seen seen = shares.get(migration.name());
        if (seen != null) {
          Share current = seen.share(migration, now);
          // A pacer tells its groups of another limit at once; what they are told of the fleet was
          // written under the limit before it.
          shareGroups(migration, current, now);
          pacers.share(migration, current);
        }
      } catch (RuntimeException e) {
        // Without this thread, shares would never lapse.
        LOG.error("The share of {} could not be told, which was not foreseen", migration.name(), e);
      }
    }
  }

  /// A group may take all of the share; how the fleet fares with its keys is its own.
  private void shareGroups(Migration migration, Share whole, long now) {
    for (int group : pacers.groups(migration.name())) {
      Seen seen = shares.get(Pacers.group(migration.name(), group));
      if (seen != null) {
        Share own = seen.fleet.share(now);
        pacers.share(
            migration,
            group,
            new Share(
                whole.unitsPerSecond(),
                whole.workers(),
                own.meanPace(),
                own.refusedElsewhere(),
                own.sync()));
      }
    }
  }

  /// The fleet at the last heartbeat.
  ///
  /// @param reads whether the target was that of reads then
  private record Seen(FleetShare fleet, boolean reads) {
    /// Nothing until the next heartbeat where the migration has begun to read, or to write, since:
    /// the target of the one is not that of the other.
    Share share(Migration migration, long now) {
      return reads == migration.isReading() ? fleet.share(now) : Share.alone(0);
    }
  }

  /// Stops beating and leaves the fleet. With a request unanswered it only falls silent: who waits
  /// for this worker has to wait until its signatures are too old.
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join();
      }
      if (leases.isQuiet()) {
        fleet.leave(ROLE, id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SdkException e) {
      LOG.warn(
          "Worker {} could not leave the fleet; its heartbeat will lapse: {}", id, e.getMessage());
    }
  }
}
