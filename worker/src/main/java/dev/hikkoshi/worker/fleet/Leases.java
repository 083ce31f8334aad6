package dev.hikkoshi.worker.fleet;

import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationRows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// What the ledger says of each migration, never older than a few seconds. A process that was
/// frozen finds its knowledge stale and asks again before it writes. Thread-safe.
public final class Leases {
  /// How old an answer may be.
  public static final Duration MAX_AGE = Duration.ofSeconds(5);

  private final MigrationRows migrations;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Map<String, Checked> checked = new ConcurrentHashMap<>();

  public Leases(MigrationRows migrations, Clock clock, LongSupplier nanoTime) {
    this.migrations = migrations;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /// The lease for a unit of that phase. What is remembered may allow a unit; only a fresh answer
  /// refuses one, since the unit itself may be news of a phase that began a moment ago.
  ///
  /// @return nothing if the ledger knows no such migration
  public Optional<Lease> lease(String migration, int phase) {
    Checked known = checked.get(migration);
    if (known != null && nanoTime.getAsLong() - known.nanos <= MAX_AGE.toNanos()) {
      var lease = new Lease(known.migration, known.at, phase);
      if (lease.allows()) {
        return Optional.of(lease);
      }
    }
    return refresh(migration).map(fresh -> new Lease(fresh.migration, fresh.at, phase));
  }

  /// Asks the ledger again for every migration this worker has seen, so that leases stay fresh
  /// without a read per unit.
  public void refreshAll() {
    checked.keySet().forEach(this::refresh);
  }

  /// The migrations this worker has seen, as the ledger last had them.
  public List<Migration> seen() {
    return checked.values().stream().map(Checked::migration).toList();
  }

  private Optional<Checked> refresh(String name) {
    // Taken before asking: the answer is at least as new as this.
    Instant at = clock.instant();
    long nanos = nanoTime.getAsLong();
    Optional<Checked> fresh =
        migrations.find(name).map(migration -> new Checked(migration, at, nanos));
    fresh.ifPresentOrElse(now -> checked.put(name, now), () -> checked.remove(name));
    return fresh;
  }

  private record Checked(Migration migration, Instant at, long nanos) {}
}
