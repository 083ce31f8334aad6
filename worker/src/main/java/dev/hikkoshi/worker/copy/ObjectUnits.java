package dev.hikkoshi.worker.copy;

import dev.hikkoshi.common.aws.CopyClients;
import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.CopyVersions;
import dev.hikkoshi.common.unit.RemoveObjects;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.worker.fleet.Permission;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.RetryPolicy;
import dev.hikkoshi.worker.write.UnitEnd;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Executes units of copies and removals of objects. One for each worker; thread-safe.
public final class ObjectUnits {
  private final Ledger ledger;
  private final Function<Migration, CopyClients> clients;
  private final Semaphore open;
  private final RandomGenerator random;
  private final Clock clock;
  private final Time time;
  private final Map<String, Witness> witnesses = new ConcurrentHashMap<>();

  /// @param clients what reaches a migration's destination
  /// @param openRequests how many requests this worker has open at once
  /// @param clock the destination's time
  public ObjectUnits(
      Ledger ledger,
      Function<Migration, CopyClients> clients,
      int openRequests,
      RandomGenerator random,
      Clock clock,
      Time time) {
    this.ledger = ledger;
    this.clients = clients;
    this.open = new Semaphore(openRequests);
    this.random = random;
    this.clock = clock;
    this.time = time;
  }

  /// Copies a unit's objects. Those that can not be copied are in the ledger when this returns.
  public UnitEnd execute(
      WorkMessage message,
      CopyObjects work,
      Migration migration,
      Pacer pacer,
      Permission permission)
      throws InterruptedException {
    return new CopyUnit(ledger, bucket(migration), witness(migration), clock, time)
        .execute(message, work, requests(message, migration, pacer, permission));
  }

  /// Copies a unit's objects with all their versions. Versions that can not be copied are in the
  /// ledger when this returns.
  public UnitEnd execute(
      WorkMessage message,
      CopyVersions work,
      Migration migration,
      Pacer pacer,
      Permission permission)
      throws InterruptedException {
    return new VersionsUnit(
            ledger,
            bucket(migration),
            witness(migration),
            clock,
            time,
            message,
            work,
            requests(message, migration, pacer, permission))
        .execute();
  }

  private static BucketDestination bucket(Migration migration) {
    if (!(migration.destination() instanceof BucketDestination destination)) {
      throw new IllegalArgumentException(migration.name() + " moves no bucket");
    }
    return destination;
  }

  private Witness witness(Migration migration) {
    return witnesses.computeIfAbsent(migration.name(), _ -> new Witness());
  }

  /// Removes a unit's objects. Those that can not be removed are in the ledger when this returns.
  public UnitEnd execute(
      WorkMessage message,
      RemoveObjects work,
      Migration migration,
      Pacer pacer,
      Permission permission)
      throws InterruptedException {
    return new RemoveUnit(ledger)
        .execute(message, work, requests(message, migration, pacer, permission));
  }

  private UnitRequests requests(
      WorkMessage message, Migration migration, Pacer pacer, Permission permission) {
    return new UnitRequests(
        clients.apply(migration),
        pacer,
        open,
        permission,
        RetryPolicy.STANDARD,
        message.attempt(),
        random,
        time);
  }
}
