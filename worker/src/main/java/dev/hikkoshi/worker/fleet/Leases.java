package dev.hikkoshi.worker.fleet;

import dev.hikkoshi.common.aws.SignatureValidity;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationRows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What this worker may write: what the ledger says of each migration, never older than a few
/// seconds, and only while the fleet hears this worker's heartbeats. Thread-safe.
///
/// A phase is over at the instant the ledger says so. What this worker may write after that is
/// bounded twice:
/// 1. Every request is signed for the instant of the lease it was sent under ([Lease#checkedAt]),
///    so AWS itself refuses it once that is long ago, even if the worker was frozen meanwhile.
/// 2. [#lowestPhases] says of which phases requests may still be under way. A unit is held before
///    its lease is asked for, and until its last request is known to be over; leases never go back
///    to an earlier phase. So once the lowest phase told in a heartbeat is a later one, no request
///    of an earlier one exists or will.
public final class Leases {
  /// How old an answer may be.
  public static final Duration MAX_AGE = Duration.ofSeconds(5);

  /// How long this worker may write after its last heartbeat began.
  public static final Duration MAX_SILENCE = Duration.ofSeconds(10);

  /// How long a migration that has ended is remembered after its last unit.
  private static final Duration FORGET_AFTER = Duration.ofMinutes(1);

  private final MigrationRows migrations;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Duration signatureValidity;
  private final Map<String, Known> known = new HashMap<>();
  private long lastBeatNanos;
  private boolean beaten;

  /// @param clock the destination's time
  /// @param signatureValidity how long the destination accepts a signature
  public Leases(
      MigrationRows migrations, Clock clock, LongSupplier nanoTime, Duration signatureValidity) {
    this.migrations = migrations;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.signatureValidity = signatureValidity;
  }

  /// Holds a unit: until the hold is closed, its phase counts as one this worker may write of.
  public Hold hold(String migration, int phase) {
    synchronized (known) {
      known.computeIfAbsent(migration, _ -> new Known()).held.merge(phase, 1, Integer::sum);
    }
    return new Hold(migration, phase);
  }

  /// A heartbeat that began at `begunNanos` has reached the ledger.
  public void beaten(long begunNanos) {
    synchronized (known) {
      lastBeatNanos = begunNanos;
      beaten = true;
    }
  }

  /// Whether the fleet hears this worker: it may take units.
  public boolean isAlive() {
    synchronized (known) {
      return beaten && nanoTime.getAsLong() - lastBeatNanos <= MAX_SILENCE.toNanos();
    }
  }

  /// Asks the ledger again for every migration this worker has seen, so that leases stay fresh
  /// without a read per unit, and forgets those that have ended.
  void refreshAll() {
    List<String> names;
    synchronized (known) {
      long now = nanoTime.getAsLong();
      known.values().removeIf(each -> each.isForgettable(now));
      names = List.copyOf(known.keySet());
    }
    names.forEach(this::refresh);
  }

  /// The migrations this worker has seen, as the ledger last had them.
  List<Migration> seen() {
    synchronized (known) {
      return known.values().stream()
          .flatMap(each -> each.checked().stream())
          .map(Checked::migration)
          .toList();
    }
  }

  /// The lowest phase of which this worker may still write, of each migration it has to do with.
  Map<String, Integer> lowestPhases() {
    synchronized (known) {
      long now = nanoTime.getAsLong();
      var lowest = new HashMap<String, Integer>();
      known.forEach((name, each) -> each.lowestPhase(now).ifPresent(p -> lowest.put(name, p)));
      return lowest;
    }
  }

  /// Whether no request of this worker can take effect any more, except under a new lease.
  boolean isQuiet() {
    synchronized (known) {
      long now = nanoTime.getAsLong();
      return known.values().stream().allMatch(each -> each.isQuiet(now));
    }
  }

  private Optional<Checked> refresh(String name) {
    // Taken before asking: the answer is at least as new as this.
    Instant at = clock.instant();
    long nanos = nanoTime.getAsLong();
    Optional<Migration> fresh = migrations.find(name);
    synchronized (known) {
      Known each = known.computeIfAbsent(name, _ -> new Known());
      if (fresh.isEmpty()) {
        each.checked = null;
        drop(name, each);
        return Optional.empty();
      }
      each.learn(new Checked(fresh.get(), at, nanos));
      return each.checked();
    }
  }

  /// Forgets what the ledger does not know and nobody holds.
  private void drop(String name, Known each) {
    if (each.checked == null && each.isQuiet(nanoTime.getAsLong())) {
      known.remove(name);
    }
  }

  private Optional<Lease> lease(String migration, int phase) {
    boolean alive = isAlive();
    synchronized (known) {
      Known each = known.get(migration);
      if (each != null && each.checked != null) {
        each.usedNanos = nanoTime.getAsLong();
        var lease = new Lease(each.checked.migration, each.checked.at, phase, alive);
        if (each.usedNanos - each.checked.nanos <= MAX_AGE.toNanos() && lease.allows()) {
          return Optional.of(lease);
        }
      }
    }
    return refresh(migration).map(fresh -> new Lease(fresh.migration, fresh.at, phase, isAlive()));
  }

  /// The right to execute one unit. Thread-safe but for its end.
  public final class Hold implements AutoCloseable {
    private final String migration;
    private final int phase;

    private Hold(String migration, int phase) {
      this.migration = migration;
      this.phase = phase;
    }

    /// The unit's lease now. What is remembered may allow the unit; only a fresh answer refuses it,
    /// since the unit itself may be news of a phase that began a moment ago.
    ///
    /// @return nothing if the ledger knows no such migration
    public Optional<Lease> lease() {
      return Leases.this.lease(migration, phase);
    }

    /// A request under the last lease was sent and not answered: it may take effect until its
    /// signature is too old.
    public void unanswered() {
      synchronized (known) {
        Known each = known.computeIfAbsent(migration, _ -> new Known());
        each.unanswered.merge(
            phase,
            nanoTime.getAsLong() + signatureValidity.plus(SignatureValidity.MARGIN).toNanos(),
            Math::max);
      }
    }

    @Override
    public void close() {
      synchronized (known) {
        Known each = known.get(migration);
        if (each != null) {
          each.held.computeIfPresent(phase, (_, count) -> count == 1 ? null : count - 1);
          drop(migration, each);
        }
      }
    }
  }

  private record Checked(Migration migration, Instant at, long nanos) {}

  /// What is known of one migration.
  private static final class Known {
    /// Units held, by phase.
    private final Map<Integer, Integer> held = new HashMap<>();

    /// Until when unanswered requests may take effect, by phase.
    private final Map<Integer, Long> unanswered = new HashMap<>();

    private @Nullable Checked checked;
    private long usedNanos;

    Optional<Checked> checked() {
      return Optional.ofNullable(checked);
    }

    void learn(Checked fresh) {
      Checked before = checked;
      if (before == null
          || (!fresh.migration.created().equals(before.migration.created())
              && fresh.nanos > before.nanos)
          || fresh.migration.phase() > before.migration.phase()
          || (fresh.migration.phase() == before.migration.phase() && fresh.nanos > before.nanos)) {
        checked = fresh;
      }
    }

    OptionalInt lowestPhase(long now) {
      unanswered.values().removeIf(until -> until - now < 0);
      return IntStream.concat(
              checked().stream().mapToInt(known -> known.migration.phase()),
              Stream.of(held, unanswered)
                  .flatMap(each -> each.keySet().stream())
                  .mapToInt(Integer::intValue))
          .min();
    }

    boolean isQuiet(long now) {
      unanswered.values().removeIf(until -> until - now < 0);
      return held.isEmpty() && unanswered.isEmpty();
    }

    boolean isForgettable(long now) {
      return isQuiet(now)
          && checked != null
          && checked.migration.hasEnded()
          && now - usedNanos > FORGET_AFTER.toNanos();
    }
  }
}
