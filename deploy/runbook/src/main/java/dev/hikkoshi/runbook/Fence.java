package dev.hikkoshi.runbook;

import dev.hikkoshi.common.aws.SignatureValidity;
import dev.hikkoshi.common.ledger.FleetRows;
import dev.hikkoshi.common.ledger.Heartbeat;
import dev.hikkoshi.common.time.Sleeper;
import dev.hikkoshi.worker.fleet.Leases;
import dev.hikkoshi.worker.fleet.Membership;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Stands between a phase and the next: a phase begins only when no unit of an earlier one can
/// still write, a worker that is frozen inside a write included.
///
/// The ledger says already that the earlier phase is over, so no new lease allows it. A worker can
/// do no harm any more when
/// - its heartbeat names a later phase as the lowest of which it may still write; or
/// - it has beaten twice since without naming the migration: the second heartbeat was made after
///   the phase was over; or
/// - its heartbeat has stood still for [Leases#MAX_SILENCE], which ended its leases, and then for
///   as long as signatures are accepted.
///
/// Whoever says nothing at all, every signature for the earlier phase is too old once signatures
/// have been refused for the whole time since the phase was over: nobody is waited for longer.
final class Fence {
  private static final Duration POLL = Duration.ofMillis(300);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int BEATS = 2;

  private final FleetRows fleet;
  private final FleetWatch watch;
  private final Duration signatureValidity;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  private final Progress progress;

  /// @param watch has looked at the fleet for as long as possible
  /// @param signatureValidity how long the destination accepts a signature
  Fence(
      FleetRows fleet,
      FleetWatch watch,
      Duration signatureValidity,
      LongSupplier nanoTime,
      Sleeper sleeper,
      Progress progress) {
    this.fleet = fleet;
    this.watch = watch;
    this.signatureValidity = signatureValidity;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
    this.progress = progress;
  }

  /// Waits until nothing of a phase below `phase` can be written any more. The ledger has the
  /// migration in that phase already.
  void await(String migration, int phase) throws InterruptedException {
    long begun = nanoTime.getAsLong();
    Duration limit = signatureValidity.plus(SignatureValidity.MARGIN);
    Map<String, Long> first = new HashMap<>();
    boolean told = false;
    while (true) {
      List<Heartbeat> beats = fleet.all(Membership.ROLE);
      long now = nanoTime.getAsLong();
      watch.look(beats, now);
      beats.forEach(beat -> first.putIfAbsent(beat.id(), beat.beat()));
      List<Heartbeat> open =
          beats.stream()
              .filter(beat -> !isParked(beat, migration, phase, first) && !isGone(beat, now))
              .toList();
      long waited = now - begun;
      if (open.isEmpty() || waited >= limit.toNanos()) {
        return;
      }
      if (!told && waited >= PATIENCE.toNanos()) {
        told = true;
        progress.say(
            "waits until "
                + open.size()
                + (open.size() == 1 ? " worker that does" : " workers that do")
                + " not answer can no longer write: at most "
                + limit.toSeconds()
                + " s");
      }
      sleeper.sleep(POLL);
    }
  }

  private static boolean isParked(
      Heartbeat beat, String migration, int phase, Map<String, Long> first) {
    var lowest = beat.lowestPhase(migration);
    return lowest.isPresent()
        ? lowest.getAsInt() >= phase
        : beat.beat() >= first.getOrDefault(beat.id(), beat.beat()) + BEATS;
  }

  /// Forgets workers that can do no harm any more, so that nobody has to wait for them again.
  private boolean isGone(Heartbeat beat, long now) {
    Duration silence = Leases.MAX_SILENCE.plus(signatureValidity).plus(SignatureValidity.MARGIN);
    if (!watch.isStill(beat, silence, now)) {
      return false;
    }
    fleet.forget(beat);
    return true;
  }
}
